using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The largest element of each channel.</summary>
internal sealed class GlobalMaxPoolOp : PoolingOp
{
    public override string OpType => "GlobalMaxPool";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 22);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    protected override bool IsGlobal => true;

    public override bool HasGradient => true;

    /// <summary>dX = dY at the largest pixel, the first of equals.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        long[] sizes = scope.SizesOf(scope.Node.Inputs[0]);
        long pixels = sizes.Skip(2).Aggregate(1L, (product, size) => product * size);
        string position = scope.Emit("ArgMax", [scope.Reshape(scope.Node.Inputs[0], sizes[0], sizes[1], pixels)], NodeAttribute.Of("axis", 2));
        string gradient = scope.Reshape(scope.OutputGradient, sizes[0], sizes[1], 1);
        string placed = scope.Emit("ScatterElements", [scope.Zeros(sizes[0], sizes[1], pixels), position, gradient], NodeAttribute.Of("axis", 2));
        return [scope.Reshape(placed, sizes)];
    }
}
