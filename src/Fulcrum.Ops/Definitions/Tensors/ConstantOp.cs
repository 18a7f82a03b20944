using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A constant held in an attribute.</summary>
internal sealed class ConstantOp : OpDefinition
{
    public override string OpType => "Constant";

    public override OpSchema Schema { get; } = new((0, 0), (1, 1), 1, 9, 11, 12, 13, 19, 21);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [Value(node.Node) is { } value ? new TensorType(value.Element, [.. value.Shape.Select(d => (Dim)d)]) : null];

    public override Tensor? InferConstant(OpNode node) => Value(node.Node);

    public override long? Macs(OpNode node) => 0;

    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => 0;

    private static Tensor? Value(Node node) => node.Attributes.Select(a => a.Value).FirstOrDefault(v => v is not OpaqueAttribute) switch
    {
        TensorAttribute a => a.Value,
        FloatAttribute a => Tensor.Scalar("", a.Value),
        IntAttribute a => Tensor.Scalar("", a.Value),
        FloatsAttribute a => Tensor.From<float>("", [a.Values.Count], [.. a.Values]),
        IntsAttribute a => Tensor.From<long>("", [a.Values.Count], [.. a.Values]),
        StringAttribute a => new Tensor { Element = ElementType.String, Shape = [], Strings = [a.Value] },
        StringsAttribute a => new Tensor { Element = ElementType.String, Shape = [a.Values.Count], Strings = a.Values },
        _ => null,
    };
}
