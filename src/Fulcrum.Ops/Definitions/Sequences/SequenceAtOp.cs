using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Sequences;

/// <summary>One item of a sequence.</summary>
internal sealed class SequenceAtOp : OpDefinition
{
    public override string OpType => "SequenceAt";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 11);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.InputCount > 0 && node.Inputs[0] is SequenceType sequence ? sequence.Item : null];

    public override long? Macs(OpNode node) => 0;

    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => Shapes.Bytes([.. outputs, .. outputs]);
}
