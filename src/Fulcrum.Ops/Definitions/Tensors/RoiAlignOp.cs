using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Regions of feature maps, resampled to one size by interpolation.</summary>
internal sealed class RoiAlignOp : RearrangingOp
{
    public override string OpType => "RoiAlign";

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 10, 16, 22);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        Dim regions = node.Shape(1) is [Dim count, _] ? count : node.Shape(2) is [Dim indices] ? indices : Dim.Unknown;
        Dim channels = node.Shape(0) is { Count: 4 } x ? x[1] : Dim.Unknown;
        return [regions, channels, Shapes.AsSize(node.Node.Int("output_height", 1)), Shapes.AsSize(node.Node.Int("output_width", 1))];
    }
}
