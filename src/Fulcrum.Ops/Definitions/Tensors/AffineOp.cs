using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Its input times a factor plus a number. An experimental op of early ONNX.</summary>
internal sealed class AffineOp : UnchangedOp
{
    public override string OpType => "Affine";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1) { RemovedIn = 10 };

    public override QuantizationRole Quantization => QuantizationRole.Compute;
}
