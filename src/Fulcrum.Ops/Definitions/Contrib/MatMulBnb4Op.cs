using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Matrix product with a weight of N outputs and K inputs packed in 4-bit floats.</summary>
internal sealed class MatMulBnb4Op : OpDefinition
{
    public override string OpType => "MatMulBnb4";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } input ? new TensorType(input.Element, input.Shape is { Count: > 0 } shape ? [.. shape.SkipLast(1), Outputs(node.Node)] : null) : null];

    public override long? Macs(OpNode node) => node.Shape(0) is { Count: > 0 } input && Outputs(node.Node).Size is long width && Depth(node.Node).Size is long depth
        ? checked(Shapes.Product(input.SkipLast(1)) * width * depth)
        : null;

    private static Dim Outputs(Node node) => Size(node, IsTransposed(node) ? "N" : "K");

    private static Dim Depth(Node node) => Size(node, IsTransposed(node) ? "K" : "N");

    private static bool IsTransposed(Node node) => node.Int("transB", 1) != 0;

    private static Dim Size(Node node, string attribute) => node.Int(attribute, 0) is long size and > 0 ? size : Dim.Unknown;
}
