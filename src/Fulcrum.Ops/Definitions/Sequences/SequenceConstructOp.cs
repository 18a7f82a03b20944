using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Sequences;

/// <summary>A sequence of its inputs.</summary>
internal sealed class SequenceConstructOp : OpDefinition
{
    public override string OpType => "SequenceConstruct";

    public override OpSchema Schema { get; } = new((1, OpSchema.Any), (1, 1), 11);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new SequenceType(node.Inputs.DefaultIfEmpty(null).Aggregate(TypeUnion.Of))];

    public override long? Macs(OpNode node) => 0;
}
