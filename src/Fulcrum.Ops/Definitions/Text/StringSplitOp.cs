using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Text;

/// <summary>The parts of each string along a new last axis, and how many each has.</summary>
internal sealed class StringSplitOp : OpDefinition
{
    public override string OpType => "StringSplit";

    public override OpSchema Schema { get; } = new((1, 1), (2, 2), 20);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
    [
        new TensorType(ElementType.String, node.Shape(0) is { } shape ? [.. shape, Dim.Unknown] : null),
        new TensorType(ElementType.Int64, node.Shape(0)),
    ];

    public override long? Macs(OpNode node) => 0;
}
