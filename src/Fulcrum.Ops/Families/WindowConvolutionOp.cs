using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>A convolution that is not ONNX's own: quantized, fused or in another layout. The weight is [outputs, inputs / group, kernel].</summary>
internal abstract class WindowConvolutionOp : OpDefinition
{
    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [Element(node) is { } element ? new TensorType(element, OutputShape(node)) : null];

    /// <summary>Every output is a sum over one filter.</summary>
    public override long? Macs(OpNode node) => OutputShape(node) is { } output && node.Shape(WeightInput) is { } weight && weight.Skip(1).All(d => d.Size is not null)
        ? checked(Shapes.Product(output) * Shapes.Product(weight.Skip(1)))
        : null;

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
        if (Windows.Spatial(node.Shape(0), last) is not { } spatial)
            return null;
        IReadOnlyList<Dim>? weight = node.Shape(WeightInput);
        IReadOnlyList<Dim> kernel = Windows.Kernel(node.Node, spatial.Count, Windows.Spatial(weight, WeightChannelsLast));
        Dim outputs = weight is { Count: > 0 } ? weight[0] : Dim.Unknown;
        return Windows.Join(node.Shape(0)![0], outputs, Windows.Slide(node.Node, spatial, kernel), last);
    }
}
