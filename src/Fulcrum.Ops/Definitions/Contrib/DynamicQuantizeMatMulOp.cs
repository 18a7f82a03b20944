using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Matrix product of floats, quantized on the way, with a quantized matrix.</summary>
internal sealed class DynamicQuantizeMatMulOp : MatrixProductOp
{
    public override string OpType => "DynamicQuantizeMatMul";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((3, 5), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    protected override int? BiasInput => 4;
}
