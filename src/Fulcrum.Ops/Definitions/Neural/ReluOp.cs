using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>max(x, 0).</summary>
internal sealed class ReluOp : RealOp
{
    public override string OpType => "Relu";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 13, 14);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool HasGradient => true;

    /// <summary>
    /// dY where Y is positive. Y is never negative, so a sigmoid too steep to have a slope is the mask; ONNX Runtime computes it, but not
    /// the sign, in all threads. It has it for float only.
    /// </summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        string y = scope.Node.Outputs[0];
        string mask = scope.ElementOf(y) == ElementType.Float
            ? scope.Apply("HardSigmoid", y, NodeAttribute.Of("alpha", float.MaxValue), NodeAttribute.Of("beta", 0f))
            : scope.Apply("Sign", y);
        return [scope.Mul(scope.OutputGradient, mask)];
    }
}
