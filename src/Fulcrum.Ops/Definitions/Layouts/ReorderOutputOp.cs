using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>An image laid out in blocks of channels, put back into NCHW or NHWC without what filled the last block.</summary>
internal sealed class ReorderOutputOp : OpDefinition
{
    public override string OpType => "ReorderOutput";

    public override string Domain => Domains.Nchwc;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Tensor(0) is { } input ? new TensorType(input.Element, OutputShape(node)) : null];

    public override long? Macs(OpNode node) => 0;

    private static IReadOnlyList<Dim>? OutputShape(OpNode node) => Windows.Spatial(node.Shape(0), false) is { } spatial
        ? Windows.Join(node.Shape(0)![0], node.Node.Int("channels", 0) is long channels and > 0 ? channels : Dim.Unknown, spatial, node.Node.Int("channels_last", 0) != 0)
        : null;
}
