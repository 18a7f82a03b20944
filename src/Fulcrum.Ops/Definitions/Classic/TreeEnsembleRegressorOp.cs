using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>The outputs of a forest of decision trees, for each row.</summary>
internal sealed class TreeEnsembleRegressorOp : OpDefinition
{
    public override string OpType => "TreeEnsembleRegressor";

    public override string Domain => Domains.MachineLearning;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 3, 5);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Float, [Rows.Of(node), node.Node.Int("n_targets", 0) is long targets and > 0 ? targets : Dim.Unknown])];

    public override long? Macs(OpNode node) => 0;
}
