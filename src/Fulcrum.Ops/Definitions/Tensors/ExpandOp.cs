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

    /// <summary>Repeated entries are free; the target follows what is left.</summary>
    public override void Couple(CouplingScope scope)
    {
        if (scope.Typed.Integers(1) is not { } target || scope.OutputShape(0) is not { } shape)
            return;
        scope.Broadcast(0);
        for (int axis = 0; axis < shape.Count - (scope.InputShape(0)?.Count ?? 0); axis++)
            scope.Free(scope.Out(0, axis));
        scope.WhenShrunk(cut =>
        {
            int lead = shape.Count - target.Length;
            long[] left = [.. target.Select((size, i) => cut.IsShrunk(scope.Out(0, lead + i)) && size != 1 ? cut.Size(scope.Out(0, lead + i)) : size)];
            return left.SequenceEqual(target) ? cut.Node : cut.With(cut.Node, 1, "shape", left);
        });
    }

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) => Shapes.Broadcast(node.Shape(0), node.Dims(1));
}
