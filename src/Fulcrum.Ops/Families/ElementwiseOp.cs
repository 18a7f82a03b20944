using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>An op with one output of the type of its first input, without sums of products.</summary>
internal abstract class ElementwiseOp : OpDefinition
{
    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.InputCount > 0 ? node.Inputs[0] : null];

    public override SymbolicTensor? InferValue(OpNode node) =>
        IntegerRule is { } rule && node.Known(0) is { } value ? value.Map(rule).In((InferTypes(node)[0] as TensorType)?.Element) : null;

    public override long? Macs(OpNode node) => 0;

    /// <summary>Ops of one input do not mix elements unless they say so.</summary>
    public override void Couple(CouplingScope scope)
    {
        if (Schema.Inputs.Most == 1)
            scope.Pointwise();
    }

    /// <summary>What the op makes of an integer; null when it carries no shapes.</summary>
    protected virtual Func<Dim, Dim>? IntegerRule => null;
}
