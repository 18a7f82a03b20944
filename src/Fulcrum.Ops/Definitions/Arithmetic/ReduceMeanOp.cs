using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The mean along axes.</summary>
internal sealed class ReduceMeanOp : ReductionOp
{
    public override string OpType => "ReduceMean";

    public override QuantizationRole Quantization => QuantizationRole.Compute;
}
