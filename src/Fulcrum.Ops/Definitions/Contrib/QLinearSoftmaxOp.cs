using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Softmax of a quantized tensor along an axis, quantized.</summary>
internal sealed class QLinearSoftmaxOp : QuantizedUnaryOp
{
    public override string OpType => "QLinearSoftmax";

    public override OpSchema Schema { get; } = new((5, 5), (1, 1), 1);
}
