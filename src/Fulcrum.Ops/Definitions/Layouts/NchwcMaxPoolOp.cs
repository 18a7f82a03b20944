using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>MaxPool on blocks of channels.</summary>
internal sealed class NchwcMaxPoolOp : PoolingOp
{
    public override string OpType => "MaxPool";

    public override string Domain => Domains.Nchwc;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;
}
