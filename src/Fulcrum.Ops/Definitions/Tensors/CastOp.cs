using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Each element as the element type that the attribute names.</summary>
internal sealed class CastOp : ConversionOp
{
    public override string OpType => "Cast";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 9, 13, 19, 21);

    protected override ElementType? Target(OpNode node) => node.Node.Element("to", null);
}
