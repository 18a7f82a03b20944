using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>The transpose of a convolution, with a weight [inputs, outputs / group, kernel].</summary>
internal abstract class TransposedConvolutionOp : OpDefinition
{
    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Element(0) is { } element ? new TensorType(element, OutputShape(node)) : null];

    /// <summary>Every input is multiplied by the filters of its channel.</summary>
    public override long? Macs(OpNode node) =>
        node.Shape(0) is { Count: >= 2 } input && node.Shape(1) is { Count: >= 2 } weight ? Shapes.Product([.. input, .. weight.Skip(1)]) : null;

    public override WeightRole? Weight(OpNode node) => new(1, 1, BiasInput);

    /// <summary>Position of the bias.</summary>
    protected virtual int BiasInput => 2;

    /// <summary>Whether input and output have their channels last.</summary>
    protected virtual bool ChannelsLast => false;

    /// <summary>What is cut off the output, beginnings then ends; null when unknown.</summary>
    protected virtual IReadOnlyList<long>? Pads(OpNode node, int rank) => SlidingWindow.Pads(node.Node, rank);

    private IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (SlidingWindow.Spatial(node.Shape(0), ChannelsLast) is not { } spatial)
            return null;
        IReadOnlyList<Dim>? weight = node.Shape(1);
        IReadOnlyList<Dim> kernel = SlidingWindow.Kernel(node.Node, spatial.Count, SlidingWindow.Spatial(weight, false));
        Dim outputs = weight is { Count: > 1 } ? Shapes.Multiply(weight[1], node.Node.Int("group", 1)) : Dim.Unknown;
        return SlidingWindow.Join(node.Shape(0)![0], outputs, SlidingWindow.Spread(node.Node, spatial, kernel, Pads(node, spatial.Count)), ChannelsLast);
    }
}
