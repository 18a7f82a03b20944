using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Zeros and ones, each drawn with the probability that its input holds.</summary>
internal sealed class BernoulliOp : RandomOp
{
    public override string OpType => "Bernoulli";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 15, 22);

    public override bool IsRandom(Node node) => true;
}
