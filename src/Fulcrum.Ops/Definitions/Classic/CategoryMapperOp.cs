using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>Names to numbers, or numbers to names.</summary>
internal sealed class CategoryMapperOp : OpDefinition
{
    public override string OpType => "CategoryMapper";

    public override string Domain => Domains.MachineLearning;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Element(0) is { } from ? new TensorType(from == ElementType.String ? ElementType.Int64 : ElementType.String, node.Shape(0)) : null];

    public override long? Macs(OpNode node) => 0;
}
