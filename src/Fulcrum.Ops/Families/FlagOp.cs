using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>One flag for each element of the input.</summary>
internal abstract class FlagOp : StepOp
{
    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Bool, node.Shape(0))];
}
