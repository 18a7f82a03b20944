using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Sequences;

/// <summary>A sequence with one more item.</summary>
internal sealed class SequenceInsertOp : OpDefinition
{
    public override string OpType => "SequenceInsert";

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 11);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.InputCount > 1 && node.Inputs[0] is SequenceType sequence ? new SequenceType(TypeUnion.Of(sequence.Item, node.Inputs[1])) : null];

    public override long? Macs(OpNode node) => 0;
}
