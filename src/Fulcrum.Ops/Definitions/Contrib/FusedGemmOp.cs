using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Gemm followed by an activation.</summary>
internal sealed class FusedGemmOp : MatrixSumOp
{
    public override string OpType => "FusedGemm";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    protected override int? BiasInput => 2;
}
