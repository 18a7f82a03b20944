using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Elementwise product of quantized tensors, quantized.</summary>
internal sealed class QLinearMulOp : QuantizedBinaryOp
{
    public override string OpType => "QLinearMul";
}
