using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Normally distributed numbers.</summary>
internal sealed class RandomNormalOp : RandomSourceOp
{
    public override string OpType => "RandomNormal";

    public override OpSchema Schema { get; } = new((0, 0), (1, 1), 1, 22);

    public override bool IsRandom(Node node) => true;
}
