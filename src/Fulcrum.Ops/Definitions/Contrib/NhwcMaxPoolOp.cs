using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Max pooling of a quantized tensor with channels last.</summary>
internal sealed class NhwcMaxPoolOp : PoolingOp
{
    public override string OpType => "NhwcMaxPool";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    protected override bool ChannelsLast(OpNode node) => true;
}
