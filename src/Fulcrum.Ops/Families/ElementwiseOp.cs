using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>An op with one output of the type of its one input, without sums of products.</summary>
internal abstract class ElementwiseOp : OpDefinition
{
    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.InputCount > 0 ? node.Inputs[0] : null];

    public override long? Macs(OpNode node) => 0;
}
