using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The sums of all elements up to each one along an axis.</summary>
internal sealed class CumSumOp : RealOp
{
    public override string OpType => "CumSum";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 11, 14);

    public override bool HasGradient => true;

    /// <summary>dX = the sums of dY from the other end.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        NodeAttribute[] attributes = [NodeAttribute.Of("exclusive", scope.Node.Int("exclusive", 0)), NodeAttribute.Of("reverse", 1 - scope.Node.Int("reverse", 0))];
        return [scope.Emit("CumSum", [scope.OutputGradient, scope.Node.Inputs[1]], attributes), null];
    }
}
