using Fulcrum.Graphs;
namespace Fulcrum.Ops.Definitions.Text;

/// <summary>How often each n-gram of a pool occurs in a row of words, weighted.</summary>
internal sealed class TfIdfVectorizerOp : OpDefinition
{
    public override string OpType => "TfIdfVectorizer";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Float, OutputShape(node))];

    public override long? Macs(OpNode node) => 0;

    private static Dim[]? OutputShape(OpNode node)
    {
        Dim columns = node.Node.Integers("ngram_indexes") is { Count: > 0 } places ? Shapes.AsSize(places.Max() + 1) : Dim.Unknown;
        return node.Shape(0) switch
        {
            { Count: 0 or 1 } => [columns],
            { Count: 2 } rows => [rows[0], columns],
            _ => null,
        };
    }
}
