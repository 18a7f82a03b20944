using Fulcrum.Graphs;
namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>The pixels of an encoded image: height, width, channels.</summary>
internal sealed class ImageDecoderOp : OpDefinition
{
    public override string OpType => "ImageDecoder";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 20);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [new TensorType(ElementType.UInt8, [Dim.Unknown, Dim.Unknown, node.Node.Text("pixel_format", "RGB") == "Grayscale" ? 1 : 3])];

    public override long? Macs(OpNode node) => 0;
}
