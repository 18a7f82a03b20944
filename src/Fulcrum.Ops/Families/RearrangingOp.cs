using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>An op with one output of the element type of its first input, in a shape of its own, without sums of products.</summary>
internal abstract class RearrangingOp : OpDefinition
{
    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Tensor(0) is { } input ? new TensorType(input.Element, OutputShape(node)) : null];

    public override long? Macs(OpNode node) => 0;

    /// <summary>The shape of the output; null when unknown.</summary>
    protected abstract IReadOnlyList<Dim>? OutputShape(OpNode node);
}
