using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>A matrix product whose weight is packed in a few bits, so that attributes give its size: N outputs and K inputs.</summary>
internal abstract class PackedMatrixProductOp : OpDefinition
{
    public override string Domain => Domains.Microsoft;

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } input ? new TensorType(input.Element, MatrixShapes.Product(input.Shape, Weight(node.Node))) : null];

    public override long? Macs(OpNode node) => MatrixShapes.Macs(node.Shape(0), Weight(node.Node));

    /// <summary>Whether the weight is multiplied as it is named, outputs by inputs, swapped.</summary>
    protected virtual bool IsTransposed(Node node) => true;

    private Dim[] Weight(Node node) => IsTransposed(node) ? [Size(node, "K"), Size(node, "N")] : [Size(node, "N"), Size(node, "K")];

    private static Dim Size(Node node, string attribute) => node.Int(attribute, 0) is long size and > 0 ? size : Dim.Unknown;
}
