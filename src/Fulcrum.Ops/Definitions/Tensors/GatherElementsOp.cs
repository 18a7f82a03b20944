using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>For each index the entry of a tensor at that place along an axis, elsewhere at the index's own place.</summary>
internal sealed class GatherElementsOp : SelectingOp
{
    public override string OpType => "GatherElements";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 11, 13);

    public override bool HasGradient => true;

    /// <summary>dX = dY added up at the places that were read, zeros elsewhere.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        if (scope.Opset < 16)
            throw new NotSupportedException("GatherElements has a gradient from opset 16 on.");
        string zeros = scope.Zeros(scope.SizesOf(scope.Node.Inputs[0]));
        return [scope.AddAt(zeros, scope.Node.Inputs[1], scope.OutputGradient, scope.Node.Int("axis", 0)), null];
    }

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) => node.Shape(1);
}
