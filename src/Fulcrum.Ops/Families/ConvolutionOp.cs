using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Products of a weight [outputs, inputs / group, kernel] with a window that slides over an input, summed.</summary>
internal abstract class ConvolutionOp : OpDefinition
{
    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [Element(node) is { } element ? new TensorType(element, OutputShape(node)) : null];

    /// <summary>Every output is a sum over one filter.</summary>
    public override long? Macs(OpNode node) =>
        OutputShape(node) is { } output && node.Shape(WeightInput) is { Count: >= 2 } weight ? Shapes.Product([.. output, .. weight.Skip(1)]) : null;

    public override WeightRole? Weight(OpNode node) => new(WeightInput, 0, BiasInput);

    /// <summary>Position of the weight.</summary>
    protected virtual int WeightInput => 1;

    /// <summary>Position of the bias; null when there is none.</summary>
    protected virtual int? BiasInput => 2;

    /// <summary>The element type of the output.</summary>
    protected virtual ElementType? Element(OpNode node) => node.Element(0);

    /// <summary>Whether input and output have their channels last.</summary>
    protected virtual bool ChannelsLast(OpNode node) => false;

    /// <summary>Whether the weight has them last too: [outputs, kernel, inputs / group].</summary>
    protected virtual bool WeightChannelsLast => false;

    private IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        bool last = ChannelsLast(node);
        if (SlidingWindow.Spatial(node.Shape(0), last) is not { } spatial)
            return null;
        IReadOnlyList<Dim>? weight = node.Shape(WeightInput);
        IReadOnlyList<Dim> kernel = SlidingWindow.Kernel(node.Node, spatial.Count, SlidingWindow.Spatial(weight, WeightChannelsLast));
        Dim outputs = weight is { Count: > 0 } ? weight[0] : Dim.Unknown;
        return SlidingWindow.Join(node.Shape(0)![0], outputs, SlidingWindow.Slide(node.Node, spatial, kernel), last);
    }
}
