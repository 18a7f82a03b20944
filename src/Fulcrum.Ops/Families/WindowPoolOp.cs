using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>A pooling op that is not ONNX's own: quantized or in another layout. A second output holds indices.</summary>
internal abstract class WindowPoolOp : OpDefinition
{
    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        IReadOnlyList<Dim>? shape = OutputShape(node);
        return [Element(node) is { } element ? new TensorType(element, shape) : null, new TensorType(ElementType.Int64, shape)];
    }

    public override long? Macs(OpNode node) => 0;

    /// <summary>The element type of the output.</summary>
    protected virtual ElementType? Element(OpNode node) => node.Element(0);

    /// <summary>Whether input and output have their channels last.</summary>
    protected virtual bool ChannelsLast(OpNode node) => false;

    /// <summary>Whether one window covers the whole space.</summary>
    protected virtual bool IsGlobal => false;

    private IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        bool last = ChannelsLast(node);
        if (Windows.Spatial(node.Shape(0), last) is not { } spatial)
            return null;
        IReadOnlyList<Dim> sizes = IsGlobal
            ? [.. spatial.Select(_ => (Dim)1)]
            : Windows.Slide(node.Node, spatial, Windows.Kernel(node.Node, spatial.Count));
        return Windows.Join(node.Shape(0)![0], Windows.Channels(node.Shape(0)!, last), sizes, last);
    }
}
