using Fulcrum.Graphs;
namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>For each index a vector, along a new axis, that is one value at the index and another elsewhere.</summary>
internal sealed class OneHotOp : OpDefinition
{
    public override string OpType => "OneHot";

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 9, 11);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Tensor(2) is { } values ? new TensorType(values.Element, OutputShape(node)) : null];

    public override long? Macs(OpNode node) => 0;

    private static Dim[]? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } indices || OpNode.Axis(node.Node.Int("axis", -1), indices.Count + 1) is not int axis)
            return null;
        return [.. indices.Take(axis), Depth(node), .. indices.Skip(axis)];
    }

    private static Dim Depth(OpNode node)
    {
        Dim depth = node.Floats(1) is [var real] ? Shapes.Checked(() => (long)real) : node.Scalar(1);
        return Shapes.AsSize(depth);
    }
}
