using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A tensor enlarged by given factors; the old form of Resize.</summary>
internal sealed class UpsampleOp : RearrangingOp
{
    public override string OpType => "Upsample";

    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 1, 7, 9) { RemovedIn = 10 };

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } shape)
            return null;
        IReadOnlyList<float>? scales = node.Node.Attribute("scales") is FloatsAttribute a ? a.Values : node.Floats(1);
        return scales?.Count == shape.Count ? [.. shape.Select((size, i) => Interpolation.Scaled(size, scales[i]))] : Shapes.Unknown(shape.Count);
    }
}
