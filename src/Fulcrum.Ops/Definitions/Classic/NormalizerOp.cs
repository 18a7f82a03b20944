using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>Rows scaled to norm 1.</summary>
internal sealed class NormalizerOp : OpDefinition
{
    public override string OpType => "Normalizer";

    public override string Domain => Domains.MachineLearning;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Float, node.Shape(0))];

    public override long? Macs(OpNode node) => 0;
}
