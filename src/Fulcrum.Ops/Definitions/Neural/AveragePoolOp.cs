using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The mean under a sliding window.</summary>
internal sealed class AveragePoolOp : PoolingOp
{
    public override string OpType => "AveragePool";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 7, 10, 11, 19, 22);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool HasGradient => true;

    /// <summary>dX[i] = sum of dY over the windows that have element i, each divided by its count; counts are products over dimensions.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        (long[] input, long[] output) = (scope.SizesOf(scope.Node.Inputs[0]), scope.SizesOf(scope.Node.Outputs[0]));
        WindowGeometry window = WindowGeometry.Sliding(scope.Node, input[2..], output[2..], [.. scope.Node.Integers("kernel_shape")!]);
        bool countsPads = scope.Node.Int("count_include_pad", 0) != 0;
        return [AxisMap.Back(scope, Enumerable.Range(0, window.Rank).Select(i => Map(window, i, countsPads)))];
    }

    private static AxisMap Map(WindowGeometry window, int dimension, bool countsPads)
    {
        (long size, long before, long after) = (window.Input[dimension], window.Begin[dimension], window.End[dimension]);
        var weights = new double[window.Output[dimension], size];
        for (long i = 0; i < window.Output[dimension]; i++)
        {
            long start = (i * window.Strides[dimension]) - before;
            long[] members = [.. Enumerable.Range(0, (int)window.Kernel[dimension]).Select(k => start + (k * window.Dilations[dimension]))];
            int count = members.Count(m => countsPads ? m < size + after : m >= 0 && m < size);
            foreach (long member in members.Where(m => m >= 0 && m < size))
                weights[i, member] = 1.0 / count;
        }

        return new AxisMap(dimension + 2, weights);
    }
}
