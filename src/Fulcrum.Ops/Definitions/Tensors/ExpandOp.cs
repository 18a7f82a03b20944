using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A tensor repeated along dimensions of size 1, as broadcasting against a shape does.</summary>
internal sealed class ExpandOp : RearrangingOp
{
    public override string OpType => "Expand";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 8, 13);

    public override bool HasGradient => true;

    public override SymbolicTensor? InferValue(OpNode node) => node.Known(0) is { } value && node.Dims(1) is { } target
        ? SymbolicTensor.Build(SymbolicTensor.Sizes(Shapes.Broadcast(value.Dims, target)), index => value.AtBroadcast(index))
        : null;

    /// <summary>dX = dY summed over what was repeated.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.SumTo(scope.OutputGradient, scope.ShapeOf(scope.Node.Outputs[0]), scope.Node.Inputs[0]), null];

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) => Shapes.Broadcast(node.Shape(0), node.Dims(1));
}
