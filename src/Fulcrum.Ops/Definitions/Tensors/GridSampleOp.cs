using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Values of images, interpolated at the places that a grid names.</summary>
internal sealed class GridSampleOp : RearrangingOp
{
    public override string OpType => "GridSample";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 16, 20, 22);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is { Count: >= 3 } x)
            return node.Shape(1) is { } grid && grid.Count == x.Count ? [x[0], x[1], .. grid.Skip(1).SkipLast(1)] : [x[0], x[1], .. Shapes.Unknown(x.Count - 2)];
        return null;
    }
}
