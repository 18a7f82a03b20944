using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The transpose of a convolution with a weight [C, M / group, kernel...].</summary>
internal sealed class ConvTransposeOp : OpDefinition
{
    public override string OpType => "ConvTranspose";

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1, 11, 22);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } input ? new TensorType(input.Element, OutputShape(node)) : null];

    /// <summary>Inputs times the elements of one filter.</summary>
    public override long? Macs(OpNode node) =>
        node.Shape(0) is { Count: >= 2 } input && input.Skip(2).All(d => d != Dim.Unknown) && node.Shape(1) is { Count: >= 2 } weight && weight.All(d => d.Size is not null)
            ? Shapes.Product([input[0], .. input.Skip(2), .. weight])
            : null;

    public override WeightRole? Weight(OpNode node) => new(1, 1, 2);

    private static IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { Count: >= 2 } input)
            return null;
        IReadOnlyList<Dim>? weight = node.Shape(1);
        Dim channels = weight is { Count: >= 2 } ? Shapes.Multiply(weight[1], node.Node.Int("group", 1)) : Dim.Unknown;
        return [input[0], channels, .. SlidingWindow.Unslide(node.Node, input, weight?.Skip(2)) ?? Shapes.Unknown(input.Count - 2)];
    }
}
