using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Products of a weight [M, C / group, kernel...] with a window that slides over an input [N, C, spatial...], summed.</summary>
internal abstract class ConvolutionOp : OpDefinition
{
    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } input ? new TensorType(input.Element, OutputShape(node)) : null];

    /// <summary>Outputs times the elements of one filter.</summary>
    public override long? Macs(OpNode node) =>
        OutputShape(node) is { } output && output.Skip(2).All(d => d != Dim.Unknown) && node.Shape(1) is { } weight && weight.All(d => d.Size is not null)
            ? Shapes.Product(output.Concat(weight.Skip(1)))
            : null;

    private static IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { Count: >= 2 } input)
            return null;
        IReadOnlyList<Dim>? weight = node.Shape(1);
        Dim channels = weight is { Count: > 0 } ? weight[0] : Dim.Unknown;
        return [input[0], channels, .. SlidingWindow.Slide(node.Node, input, weight?.Skip(2)) ?? Shapes.Unknown(input.Count - 2)];
    }
}
