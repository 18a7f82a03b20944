using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>GlobalAveragePool on blocks of channels.</summary>
internal sealed class NchwcGlobalAveragePoolOp : PoolingOp
{
    public override string OpType => "GlobalAveragePool";

    public override string Domain => Domains.Nchwc;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    protected override bool IsGlobal => true;
}
