namespace Fulcrum.Ops.Families;

/// <summary>A function of two flags, with broadcasting.</summary>
internal abstract class LogicalOp : ComparisonOp
{
    public override QuantizationRole Quantization => QuantizationRole.NoReals;
}
