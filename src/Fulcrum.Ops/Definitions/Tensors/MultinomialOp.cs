using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Classes drawn from unnormalised log-probabilities, several for each row.</summary>
internal sealed class MultinomialOp : RandomOp
{
    public override string OpType => "Multinomial";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 7, 22);

    public override bool IsRandom(Node node) => true;

    protected override ElementType? DefaultElement(OpNode node) => ElementType.Int32;

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) =>
        [node.Shape(0) is [Dim batch, _] ? batch : Dim.Unknown, Shapes.AsSize(node.Node.Int("sample_size", 1))];
}
