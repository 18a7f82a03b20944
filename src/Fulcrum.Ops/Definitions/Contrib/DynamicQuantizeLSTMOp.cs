using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>LSTM whose weights are quantized, laid out [directions, inputs, 4 * hidden].</summary>
internal sealed class DynamicQuantizeLSTMOp() : RecurrentOp(4, 2)
{
    public override string OpType => "DynamicQuantizeLSTM";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((12, 12), (0, 3), 1);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    public override WeightRole? Weight(OpNode node) => new(1, 2, 3);

    protected override int HiddenAxis => 1;
}
