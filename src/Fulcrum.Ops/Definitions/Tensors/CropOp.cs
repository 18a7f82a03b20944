using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Images without a border; with a scale, the part of that height and width inside it. An experimental op of early ONNX.</summary>
internal sealed class CropOp : SelectingOp
{
    public override string OpType => "Crop";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1) { RemovedIn = 10 };

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { Count: 4 } x || node.Node.Integers("border") is not [long left, long top, long right, long bottom])
            return null;
        return node.Node.Integers("scale") is [long height, long width]
            ? [x[0], x[1], Shapes.AsSize(height), Shapes.AsSize(width)]
            : [x[0], x[1], Cropped(x[2], top, bottom), Cropped(x[3], left, right)];
    }

    private static Dim Cropped(Dim size, long before, long after) => Shapes.AsSize(Shapes.Add(size, -(before + after)));
}
