using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>The values of a map in the order of its keys, as another element type. How many there are depends on the map.</summary>
internal sealed class CastMapOp : OpDefinition
{
    public override string OpType => "CastMap";

    public override string Domain => Domains.MachineLearning;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [Target(node.Node) is { } element ? new TensorType(element, null) : null];

    public override long? Macs(OpNode node) => 0;

    private static ElementType? Target(Node node) => node.Text("cast_to", "TO_FLOAT") switch
    {
        "TO_FLOAT" => ElementType.Float,
        "TO_INT64" => ElementType.Int64,
        "TO_STRING" => ElementType.String,
        _ => null,
    };
}
