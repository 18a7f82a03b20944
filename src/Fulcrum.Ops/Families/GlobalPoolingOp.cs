using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>One value for each channel.</summary>
internal abstract class GlobalPoolingOp : OpDefinition
{
    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } input ? new TensorType(input.Element, input.Shape is { Count: >= 2 } shape ? [.. shape.Select((dim, i) => i < 2 ? dim : 1)] : null) : null];

    public override long? Macs(OpNode node) => 0;
}
