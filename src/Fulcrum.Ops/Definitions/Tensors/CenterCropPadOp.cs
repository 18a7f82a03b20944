using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A tensor cropped or padded around its middle to given sizes along some axes.</summary>
internal sealed class CenterCropPadOp : RearrangingOp
{
    public override string OpType => "CenterCropPad";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 18);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } shape)
            return null;
        long[] axes = [.. node.Node.Integers("axes") ?? [.. Enumerable.Range(0, shape.Count).Select(i => (long)i)]];
        IReadOnlyList<Dim>? wanted = node.Dims(1);
        Dim[] result = [.. shape];
        for (int i = 0; i < axes.Length; i++)
        {
            if (OpNode.Axis(axes[i], shape.Count) is not int axis)
                return null;
            result[axis] = wanted?.Count == axes.Length ? wanted[i] : Dim.Unknown;
        }

        return result;
    }
}
