using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Text;

/// <summary>Strings in upper or lower case, without stop words.</summary>
internal sealed class StringNormalizerOp : OpDefinition
{
    public override string OpType => "StringNormalizer";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 10);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.String, OutputShape(node))];

    public override long? Macs(OpNode node) => 0;

    /// <summary>How many strings are left depends on the strings.</summary>
    private static IReadOnlyList<Dim>? OutputShape(OpNode node) =>
        node.Shape(0) is { Count: > 0 } shape && node.Node.Attribute("stopwords") is StringsAttribute { Values.Count: > 0 } ? [.. shape.SkipLast(1), Dim.Unknown] : node.Shape(0);
}
