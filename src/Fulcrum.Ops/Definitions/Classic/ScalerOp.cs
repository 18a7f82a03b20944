using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>(x - offset) * scale for each feature.</summary>
internal sealed class ScalerOp : OpDefinition
{
    public override string OpType => "Scaler";

    public override string Domain => Domains.MachineLearning;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Float, node.Shape(0))];

    public override long? Macs(OpNode node) => 0;
}
