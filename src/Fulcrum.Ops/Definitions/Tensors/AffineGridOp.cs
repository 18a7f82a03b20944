using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>For each pixel of an image, or voxel of a volume, the place that an affine map sends it to.</summary>
internal sealed class AffineGridOp : RearrangingOp
{
    public override string OpType => "AffineGrid";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 20);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override long? Macs(OpNode node) => OutputShape(node) is { } shape ? checked(Shapes.Product(shape) * (Shapes.Factor(shape[^1]) + 1)) : null;

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) =>
        node.Dims(1) is { Count: 4 or 5 } size ? [size[0], .. size.Skip(2), size.Count - 2] : null;
}
