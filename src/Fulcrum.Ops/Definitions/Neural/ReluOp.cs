using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>max(x, 0).</summary>
internal sealed class ReluOp : RealOp
{
    public override string OpType => "Relu";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 13, 14);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool HasGradient => true;

    /// <summary>dY where Y is positive: Y is never negative, so its sign is the mask.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        string mask = scope.Emit("Sign", [scope.Node.Outputs[0]]);
        return [scope.Emit("Mul", [scope.OutputGradient, mask])];
    }
}
