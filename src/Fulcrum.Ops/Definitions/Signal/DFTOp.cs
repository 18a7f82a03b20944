using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Signal;

/// <summary>The discrete Fourier transform along an axis; the last dimension holds real and imaginary part.</summary>
internal sealed class DFTOp : OpDefinition
{
    public override string OpType => "DFT";

    public override OpSchema Schema { get; } = new((1, 3), (1, 1), 17, 20);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } input ? new TensorType(input.Element, OutputShape(node)) : null];

    private static IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { Count: >= 2 } input)
            return null;
        (bool isHalf, bool isInverse) = (node.Node.Int("onesided", 0) != 0, node.Node.Int("inverse", 0) != 0);
        Dim parts = isHalf && isInverse ? Dim.Unknown : 2;
        if (Axis(node, input.Count) is not int axis)
            return [.. Shapes.Unknown(input.Count - 1), parts];
        Dim length = !node.Has(1) ? input[axis] : node.Scalar(1);
        Dim[] shape = [.. input.SkipLast(1), parts];
        shape[axis] = !isHalf ? length : !isInverse ? length.Size is >= 0 and long size ? (size / 2) + 1 : Dim.Unknown : node.Has(1) ? length : Dim.Unknown;
        return shape;
    }

    /// <summary>An attribute before opset 20, an input since; never the last axis.</summary>
    private static int? Axis(OpNode node, int rank)
    {
        long? value = node.Opset < 20 ? node.Node.Int("axis", 1) : !node.Has(2) ? -2 : node.Integers(2) is [var given] ? given : null;
        return value is long known && OpNode.Axis(known, rank) is int axis && axis < rank - 1 ? axis : null;
    }
}
