using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>An image laid out in blocks of channels, the last block filled up. A block is 4, 8 or 16 channels, by the machine.</summary>
internal sealed class ReorderInputOp : OpDefinition
{
    public override string OpType => "ReorderInput";

    public override string Domain => Domains.Nchwc;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    private const int LargestBlock = 16;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Tensor(0) is { } input ? new TensorType(input.Element, OutputShape(node)) : null];

    public override long? Macs(OpNode node) => 0;

    private static IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        bool last = node.Node.Int("channels_last", 0) != 0;
        if (Windows.Spatial(node.Shape(0), last) is not { } spatial)
            return null;
        Dim channels = Windows.Channels(node.Shape(0)!, last);
        return Windows.Join(node.Shape(0)![0], channels.Size % LargestBlock == 0 ? channels : Dim.Unknown, spatial, false);
    }
}
