using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>Each element as a row with 1 at its category.</summary>
internal sealed class OneHotEncoderOp : OpDefinition
{
    public override string OpType => "OneHotEncoder";

    public override string Domain => Domains.MachineLearning;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Float, node.Shape(0) is { } shape ? [.. shape, Categories(node.Node)] : null)];

    public override long? Macs(OpNode node) => 0;

    private static Dim Categories(Node node) => Math.Max(node.ItemCount("cats_int64s"), node.ItemCount("cats_strings")) is long count and > 0 ? count : Dim.Unknown;
}
