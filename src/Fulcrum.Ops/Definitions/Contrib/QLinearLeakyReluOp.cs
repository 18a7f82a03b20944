using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>LeakyRelu of a quantized tensor, quantized.</summary>
internal sealed class QLinearLeakyReluOp : QuantizedUnaryOp
{
    public override string OpType => "QLinearLeakyRelu";
}
