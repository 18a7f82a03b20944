using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>Elementwise sum with broadcasting.</summary>
internal sealed class AddOp : OpDefinition
{
    public override string OpType => "Add";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1, 6, 7, 13, 14);

    public override bool HasGradient => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } a ? new TensorType(a.Element, Shapes.Broadcast(node.Shape(0), node.Shape(1))) : null];

    public override long? Macs(OpNode node) => 0;

    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        IReadOnlyList<Dim> from = scope.ShapeOf(scope.Node.Outputs[0]);
        return [.. Enumerable.Range(0, 2).Select(i => scope.Wants(i) ? scope.SumTo(scope.OutputGradient, from, scope.Node.Inputs[i]) : null)];
    }
}
