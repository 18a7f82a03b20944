using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions;

/// <summary>Elementwise difference with broadcasting.</summary>
internal sealed class SubOp : OpDefinition
{
    public override string OpType => "Sub";

    public override bool HasGradient => true;

    public override IReadOnlyList<TensorType?> InferTypes(OpNode node) =>
        [node.Inputs[0] is { } a ? new TensorType(a.Element, Shapes.Broadcast(node.Shape(0), node.Shape(1))) : null];

    public override long? Macs(OpNode node) => 0;

    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        IReadOnlyList<Dim> from = scope.ShapeOf(scope.Node.Outputs[0]);
        string? Minuend() => scope.Wants(0) ? scope.SumTo(scope.OutputGradient, from, scope.Node.Inputs[0]) : null;
        string? Subtrahend() => scope.Wants(1) ? scope.SumTo(scope.Emit("Neg", [scope.OutputGradient]), from, scope.Node.Inputs[1]) : null;
        return [Minuend(), Subtrahend()];
    }
}
