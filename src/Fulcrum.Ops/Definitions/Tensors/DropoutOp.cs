using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A tensor with some elements set to zero and the others enlarged, when training; and which ones were kept.</summary>
internal sealed class DropoutOp : OpDefinition
{
    public override string OpType => "Dropout";

    public override OpSchema Schema { get; } = new((1, 3), (1, 2), 1, 6, 7, 10, 12, 13, 22);

    /// <summary>Only with a training flag among its inputs.</summary>
    public override bool IsRandom(Node node) => node.Inputs.Count > 2 && node.Inputs[2].Length > 0;

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => node.Tensor(0) is { } input
        ? [input, new TensorType(node.Opset < 10 ? input.Element : ElementType.Bool, input.Shape)]
        : [null, null];

    public override long? Macs(OpNode node) => 0;
}
