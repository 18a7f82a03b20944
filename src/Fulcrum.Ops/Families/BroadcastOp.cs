using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>An op of two inputs broadcast against each other, with one output of their element type, without sums of products.</summary>
internal abstract class BroadcastOp : OpDefinition
{
    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [(node.Tensor(0) ?? node.Tensor(1)) is { } known ? new TensorType(known.Element, Shapes.Broadcast(node.Shape(0), node.Shape(1))) : null];

    public override long? Macs(OpNode node) => 0;

    /// <summary>Sums a gradient of the output's shape down to an input that was broadcast.</summary>
    protected static string SumTo(GradientScope scope, string gradient, int input) =>
        scope.SumTo(gradient, scope.ShapeOf(scope.Node.Outputs[0]), scope.Node.Inputs[input]);
}
