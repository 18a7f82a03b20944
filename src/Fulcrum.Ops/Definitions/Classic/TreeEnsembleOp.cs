using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>The outputs of a forest of decision trees, for each row, in the type of the input.</summary>
internal sealed class TreeEnsembleOp : OpDefinition
{
    public override string OpType => "TreeEnsemble";

    public override string Domain => Domains.MachineLearning;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 5);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Element(0) is { } element ? new TensorType(element, [Rows.Of(node), node.Node.Int("n_targets", 0) is long targets and > 0 ? targets : Dim.Unknown]) : null];

    public override long? Macs(OpNode node) => 0;
}
