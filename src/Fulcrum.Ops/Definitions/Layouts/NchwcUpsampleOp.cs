using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>Images on blocks of channels enlarged by whole factors.</summary>
internal sealed class NchwcUpsampleOp : RearrangingOp
{
    public override string OpType => "Upsample";

    public override string Domain => Domains.Nchwc;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) =>
        node.Shape(0) is not { } input ? null
            : node.Node.Integers("scales") is { } scales && scales.Count == input.Count ? [.. input.Select((d, i) => Shapes.Multiply(d, scales[i]))]
            : Shapes.Unknown(input.Count);
}
