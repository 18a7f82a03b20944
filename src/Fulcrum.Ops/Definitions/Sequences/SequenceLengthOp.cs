using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Sequences;

/// <summary>The number of items of a sequence.</summary>
internal sealed class SequenceLengthOp : OpDefinition
{
    public override string OpType => "SequenceLength";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 11);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Int64, [])];

    public override long? Macs(OpNode node) => 0;

    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => Shapes.Bytes(outputs);
}
