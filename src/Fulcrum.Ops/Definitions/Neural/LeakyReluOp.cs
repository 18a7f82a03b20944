using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x, or alpha x where x is negative.</summary>
internal sealed class LeakyReluOp : RealOp
{
    public override string OpType => "LeakyRelu";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 16);

    public override QuantizationRole Quantization => QuantizationRole.Compute;
}
