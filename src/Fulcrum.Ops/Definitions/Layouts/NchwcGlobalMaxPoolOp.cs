using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>GlobalMaxPool on blocks of channels.</summary>
internal sealed class NchwcGlobalMaxPoolOp : PoolingOp
{
    public override string OpType => "GlobalMaxPool";

    public override string Domain => Domains.Nchwc;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    protected override bool IsGlobal => true;
}
