using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Images times a factor plus a number per channel. An experimental op of early ONNX.</summary>
internal sealed class ImageScalerOp : UnchangedOp
{
    public override string OpType => "ImageScaler";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1) { RemovedIn = 10 };

    public override QuantizationRole Quantization => QuantizationRole.Compute;
}
