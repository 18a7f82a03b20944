using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Sequences;

/// <summary>A sequence without one of its items.</summary>
internal sealed class SequenceEraseOp : OpDefinition
{
    public override string OpType => "SequenceErase";

    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 11);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.InputCount > 0 ? node.Inputs[0] as SequenceType : null];

    public override long? Macs(OpNode node) => 0;
}
