using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Matrix product with a weight of N outputs and K inputs packed in a few bits, in blocks of their own scales.</summary>
internal sealed class MatMulNBitsOp : OpDefinition
{
    public override string OpType => "MatMulNBits";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((3, 6), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } input ? new TensorType(input.Element, input.Shape is { Count: > 0 } shape ? [.. shape.SkipLast(1), Outputs(node.Node)] : null) : null];

    public override long? Macs(OpNode node) => node.Shape(0) is { Count: > 0 } input && Outputs(node.Node).Size is long width && Depth(node.Node).Size is long depth
        ? checked(Shapes.Product(input.SkipLast(1)) * width * depth)
        : null;

    public override WeightRole? Weight(OpNode node) => new(1, 0, 5);

    private static Dim Outputs(Node node) => Size(node, "N");

    private static Dim Depth(Node node) => Size(node, "K");

    private static Dim Size(Node node, string attribute) => node.Int(attribute, 0) is long size and > 0 ? size : Dim.Unknown;
}
