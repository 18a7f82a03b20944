using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Elementwise sum of quantized tensors, quantized.</summary>
internal sealed class QLinearAddOp : QuantizedBinaryOp
{
    public override string OpType => "QLinearAdd";
}
