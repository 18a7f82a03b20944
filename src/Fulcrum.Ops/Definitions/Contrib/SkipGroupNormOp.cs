using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>GroupNorm of the sum of input, skip and bias; the sum beside it.</summary>
internal sealed class SkipGroupNormOp : OpDefinition
{
    public override string OpType => "SkipGroupNorm";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((4, 5), (1, 2), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Tensor(0), node.Tensor(0)];

    public override long? Macs(OpNode node) => 0;
}
