using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The mean of each channel.</summary>
internal sealed class GlobalAveragePoolOp : PoolingOp
{
    public override string OpType => "GlobalAveragePool";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 22);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    protected override bool IsGlobal => true;

    public override bool HasGradient => true;

    /// <summary>dX = dY / pixels, everywhere.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        long[] sizes = scope.SizesOf(scope.Node.Inputs[0]);
        double pixels = sizes.Skip(2).Aggregate(1.0, (product, size) => product * size);
        return [scope.Emit("Expand", [scope.Emit("Mul", [scope.OutputGradient, scope.Scalar(1 / pixels)]), scope.Axes(sizes)])];
    }
}
