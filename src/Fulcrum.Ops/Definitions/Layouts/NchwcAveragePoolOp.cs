using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>AveragePool on blocks of channels.</summary>
internal sealed class NchwcAveragePoolOp : PoolingOp
{
    public override string OpType => "AveragePool";

    public override string Domain => Domains.Nchwc;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Compute;
}
