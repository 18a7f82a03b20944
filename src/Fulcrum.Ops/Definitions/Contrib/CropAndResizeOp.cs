using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Boxes cut from images and resized to one size.</summary>
internal sealed class CropAndResizeOp : OpDefinition
{
    public override string OpType => "CropAndResize";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((4, 4), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        if (node.Tensor(0) is not { } input)
            return [null];
        Dim boxes = node.Shape(1) is { Count: 2 } rois ? rois[0] : Dim.Unknown;
        IReadOnlyList<Dim> size = node.Known(3)?.Values is { Count: 2 } known ? known : Shapes.Unknown(2);
        return [new TensorType(input.Element, [boxes, input.Shape is { Count: 4 } shape ? shape[1] : Dim.Unknown, .. size])];
    }

    public override long? Macs(OpNode node) => 0;
}
