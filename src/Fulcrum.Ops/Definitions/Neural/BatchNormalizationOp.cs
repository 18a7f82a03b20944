using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>Each channel shifted to mean 0 and scaled to variance 1, then scaled and shifted by parameters; in training also the new statistics.</summary>
internal sealed class BatchNormalizationOp : RealOp
{
    public override string OpType => "BatchNormalization";

    public override OpSchema Schema { get; } = new((5, 5), (1, 5), 1, 6, 7, 9, 14, 15);

    /// <summary>After the first output: mean and variance, in older opsets twice.</summary>
    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
    [
        .. base.InferTypes(node),
        .. Enumerable.Range(0, 4).Select(i => node.Tensor(3 + (i % 2))),
    ];
}
