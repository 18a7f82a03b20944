using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>x limited to an interval, whose ends are attributes before opset 11 and inputs since.</summary>
internal sealed class ClipOp : ElementwiseOp
{
    public override string OpType => "Clip";

    public override OpSchema Schema { get; } = new((1, 3), (1, 1), 1, 6, 11, 12, 13);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override SymbolicTensor? InferValue(OpNode node)
    {
        SymbolicTensor? value = node.Known(0);
        if (node.Has(1))
            value = SymbolicTensor.Broadcast(value, node.Known(1), SymbolicArithmetic.Max);
        if (node.Has(2))
            value = SymbolicTensor.Broadcast(value, node.Known(2), SymbolicArithmetic.Min);
        return node.Opset < 11 ? null : value?.In(node.Element(0));
    }
}
