using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>Each element looked up in a list of keys and replaced by its value.</summary>
internal sealed class LabelEncoderOp : OpDefinition
{
    public override string OpType => "LabelEncoder";

    public override string Domain => Domains.MachineLearning;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 2, 4);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [Element(node) is { } element ? new TensorType(element, node.Shape(0)) : null];

    public override long? Macs(OpNode node) => 0;

    private static ElementType? Element(OpNode node)
    {
        if (node.Node.Attribute("classes_strings") is not null)
            return node.Element(0) switch { ElementType.String => ElementType.Int64, ElementType.Int64 => ElementType.String, _ => null };
        return node.Node.Attribute("values_tensor") is TensorAttribute values ? values.Value.Element
            : node.Node.Attribute("values_strings") is not null ? ElementType.String
            : node.Node.Attribute("values_int64s") is not null ? ElementType.Int64
            : node.Node.Attribute("values_floats") is not null ? ElementType.Float
            : null;
    }
}
