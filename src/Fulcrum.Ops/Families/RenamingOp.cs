using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>The elements of its first input, in their order, in another shape: nothing is moved.</summary>
internal abstract class RenamingOp : RearrangingOp
{
    public override bool HasGradient => true;

    public override SymbolicTensor? InferValue(OpNode node) =>
        node.Known(0) is { } value && SymbolicTensor.Sizes(OutputShape(node)) is int[] sizes && sizes.Aggregate(1, (product, size) => product * size) == value.Values.Count
            ? value.Reshaped(sizes)
            : null;

    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => 0;

    /// <summary>dX = dY in X's shape.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        scope.FirstOnly(scope.ReshapeLike(scope.OutputGradient, scope.Node.Inputs[0]));

    public override void Couple(CouplingScope scope) => scope.Reshaped();
}
