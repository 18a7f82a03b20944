using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Sequences;

/// <summary>The value of its input, which must not be missing.</summary>
internal sealed class OptionalGetElementOp : OpDefinition
{
    public override string OpType => "OptionalGetElement";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 15, 18);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.InputCount == 0 ? null : node.Inputs[0] is OptionalType optional ? optional.Item : node.Inputs[0]];

    public override long? Macs(OpNode node) => 0;

    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => 0;
}
