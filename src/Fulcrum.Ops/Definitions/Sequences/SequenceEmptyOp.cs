using Fulcrum.Graphs;
namespace Fulcrum.Ops.Definitions.Sequences;

/// <summary>A sequence without items.</summary>
internal sealed class SequenceEmptyOp : OpDefinition
{
    public override string OpType => "SequenceEmpty";

    public override OpSchema Schema { get; } = new((0, 0), (1, 1), 11);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [new SequenceType(node.Node.Element("dtype", ElementType.Float) is ElementType element ? new TensorType(element, null) : null)];

    public override long? Macs(OpNode node) => 0;
}
