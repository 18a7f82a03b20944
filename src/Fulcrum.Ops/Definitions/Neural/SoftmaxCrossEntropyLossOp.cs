using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The cross-entropy of scores against labels, weighed by class; also the log-probabilities.</summary>
internal sealed class SoftmaxCrossEntropyLossOp : LossOp
{
    public override string OpType => "SoftmaxCrossEntropyLoss";

    public override OpSchema Schema { get; } = new((2, 3), (1, 2), 12, 13);

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [.. base.InferTypes(node), node.Tensor(0)];
}
