using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>1 / (1 + exp(-x)).</summary>
internal sealed class SigmoidOp : RealOp
{
    public override string OpType => "Sigmoid";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 13);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool HasGradient => true;

    /// <summary>dX = dY Y (1 - Y).</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        string y = scope.Node.Outputs[0];
        string slope = scope.Emit("Mul", [y, scope.Emit("Sub", [scope.Scalar(1), y])]);
        return [scope.Emit("Mul", [scope.OutputGradient, slope])];
    }
}
