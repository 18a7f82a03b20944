using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>Features side by side, as floats.</summary>
internal sealed class FeatureVectorizerOp : OpDefinition
{
    public override string OpType => "FeatureVectorizer";

    public override string Domain => Domains.MachineLearning;

    public override OpSchema Schema { get; } = new((1, OpSchema.Any), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Float, [Rows.Of(node), Width(node)])];

    public override long? Macs(OpNode node) => 0;

    private static Dim Width(OpNode node)
    {
        if (node.Node.Integers("inputdimensions") is { Count: > 0 } widths)
            return widths.Sum();
        Dim width = 0;
        for (int i = 0; i < node.InputCount; i++)
            width = Shapes.Add(width, node.Shape(i) is { Count: > 0 } shape ? shape[^1] : Dim.Unknown);
        return width;
    }
}
