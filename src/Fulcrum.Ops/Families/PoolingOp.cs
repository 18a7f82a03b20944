using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>One value for each position of a window that slides over each channel, or for the whole channel. A second output holds indices.</summary>
internal abstract class PoolingOp : OpDefinition
{
    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        IReadOnlyList<Dim>? shape = OutputShape(node);
        OnnxType? pooled = Element(node) is { } element ? new TensorType(element, shape) : null;
        return Schema.Outputs.Most == 1 ? [pooled] : [pooled, new TensorType(ElementType.Int64, shape)];
    }

    public override long? Macs(OpNode node) => 0;

    /// <summary>Channels do not influence each other; indices count through all of them.</summary>
    public override void Couple(CouplingScope scope)
    {
        if (Domain.Length == 0 && scope.Node.Outputs.Skip(1).All(o => o.Length == 0))
            scope.JoinAxes(0, 0, (0, 0), (1, 1));
    }

    /// <summary>The element type of the output.</summary>
    protected virtual ElementType? Element(OpNode node) => node.Element(0);

    /// <summary>Whether input and output have their channels last.</summary>
    protected virtual bool ChannelsLast(OpNode node) => false;

    /// <summary>Whether one window covers the whole space.</summary>
    protected virtual bool IsGlobal => false;

    private IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        bool last = ChannelsLast(node);
        if (SlidingWindow.Spatial(node.Shape(0), last) is not { } spatial)
            return null;
        IReadOnlyList<Dim> sizes = IsGlobal
            ? [.. spatial.Select(_ => (Dim)1)]
            : SlidingWindow.Slide(node.Node, spatial, SlidingWindow.Kernel(node.Node, spatial.Count));
        return SlidingWindow.Join(node.Shape(0)![0], SlidingWindow.Channels(node.Shape(0)!, last), sizes, last);
    }
}
