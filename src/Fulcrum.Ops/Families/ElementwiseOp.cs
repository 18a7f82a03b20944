using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>An op with one output of the type of its one input, without sums of products.</summary>
internal abstract class ElementwiseOp : OpDefinition
{
    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Inputs[0]];

    public override long? Macs(OpNode node) => 0;
}
