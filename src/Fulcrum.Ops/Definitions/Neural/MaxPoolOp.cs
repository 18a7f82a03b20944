using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The largest element under a sliding window, and where it was.</summary>
internal sealed class MaxPoolOp : PoolingOp
{
    private const long LeastOpsetOfSums = 16;

    public override string OpType => "MaxPool";

    public override OpSchema Schema { get; } = new((1, 1), (1, 2), 1, 8, 10, 11, 12, 22);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool HasGradient => true;

    /// <summary>dX[i] = sum of dY over the windows that took element i, the first of equals: the indices say which.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        if (scope.Node.Int("storage_order", 0) != 0)
            throw new NotSupportedException("MaxPool with storage_order 1 has no gradient here.");
        (long[] input, long[] output) = (scope.SizesOf(scope.Node.Inputs[0]), scope.SizesOf(scope.Node.Outputs[0]));
        WindowGeometry window = WindowGeometry.Sliding(scope.Node, input[2..], output[2..], [.. scope.Node.Integers("kernel_shape")!]);
        long[] overlap = [.. window.Extent.Zip(window.Strides, (extent, stride) => (extent + stride - 1) / stride)];
        string indices = scope.Output(1), zeros = scope.Zeros(input.Aggregate(1L, (product, size) => product * size));
        string sum = scope.Typed.Opset >= LeastOpsetOfSums || overlap.All(o => o == 1)
            ? Scatter(scope, zeros, indices, scope.OutputGradient, overlap.Any(o => o > 1))
            : scope.Emit("Sum", [.. Phases(overlap).Select(phase => Scatter(scope, zeros, Every(scope, indices, phase, overlap), Every(scope, scope.OutputGradient, phase, overlap), false))]);
        return [scope.Reshape(sum, input)];
    }

    private static string Scatter(GradientScope scope, string zeros, string indices, string gradient, bool adds) => scope.Emit(
        "ScatterElements",
        [zeros, scope.Reshape(indices, -1), scope.Reshape(gradient, -1)],
        [NodeAttribute.Of("axis", 0), .. adds ? [NodeAttribute.Of("reduction", "add")] : Array.Empty<NodeAttribute>()]);

    /// <summary>Sets of windows of which no two overlap: every n-th along each dimension.</summary>
    private static IEnumerable<long[]> Phases(long[] overlap) => overlap.Aggregate(
        (IEnumerable<long[]>)[[]], (starts, count) => starts.SelectMany(start => Enumerable.Range(0, (int)count).Select(i => (long[])[.. start, i])));

    private static string Every(GradientScope scope, string value, long[] phase, long[] steps) => scope.Emit(
        "Slice",
        [value, scope.Axes(phase), scope.Axes([.. phase.Select(_ => (long)int.MaxValue)]), scope.Axes([.. phase.Select((_, i) => i + 2L)]), scope.Axes(steps)]);
}
