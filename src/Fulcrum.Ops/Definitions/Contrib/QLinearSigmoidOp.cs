using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Sigmoid of a quantized tensor, quantized.</summary>
internal sealed class QLinearSigmoidOp : QuantizedUnaryOp
{
    public override string OpType => "QLinearSigmoid";
}
