using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>One half of the channels times Gelu of the other, after a bias.</summary>
internal sealed class BiasSplitGeluOp : OpDefinition
{
    public override string OpType => "BiasSplitGelu";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } input ? new TensorType(input.Element, input.Shape is { Count: > 0 } shape ? [.. shape.SkipLast(1), AttentionShapes.Share(shape[^1], 2)] : null) : null];

    public override long? Macs(OpNode node) => 0;
}
