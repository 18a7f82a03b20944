using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>The outputs of a linear model, for each row.</summary>
internal sealed class LinearRegressorOp : OpDefinition
{
    public override string OpType => "LinearRegressor";

    public override string Domain => Domains.MachineLearning;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Float, [Rows.Of(node), Math.Max(1, node.Node.Int("targets", 1))])];

    public override long? Macs(OpNode node) => node.Shape(0) is { Count: > 0 } input && node.Node.ItemCount("coefficients") is long count and > 0
        ? checked(Shapes.Product([.. input.Take(input.Count - 1)]) * count)
        : null;
}
