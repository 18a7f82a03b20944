using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>The input sampled at the places that a grid names.</summary>
internal sealed class ContribGridSampleOp : RearrangingOp
{
    public override string OpType => "GridSample";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) =>
        node.Shape(0) is { Count: 4 } input ? [input[0], input[1], .. node.Shape(1) is { Count: 4 } grid ? [grid[1], grid[2]] : Shapes.Unknown(2)] : null;
}
