using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>The class and the scores of a forest of decision trees, for each row.</summary>
internal sealed class TreeEnsembleClassifierOp : ClassifierOp
{
    public override string OpType => "TreeEnsembleClassifier";

    public override OpSchema Schema { get; } = new((1, 1), (2, 2), 1, 3, 5);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    protected override Dim Scores(Node node) => Labels(node) is long labels and > 1 ? labels : Dim.Unknown;

    public override long? Macs(OpNode node) => 0;
}
