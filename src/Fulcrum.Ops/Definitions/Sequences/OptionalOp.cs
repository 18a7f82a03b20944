using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Sequences;

/// <summary>Its input as a value that may be missing; a missing one when it has none.</summary>
internal sealed class OptionalOp : OpDefinition
{
    public override string OpType => "Optional";

    public override OpSchema Schema { get; } = new((0, 1), (1, 1), 15);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new OptionalType(node.InputCount > 0 ? node.Inputs[0] : null)];

    public override long? Macs(OpNode node) => 0;

    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => 0;
}
