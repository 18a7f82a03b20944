using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x, or slope x where x is negative; the slopes are broadcast to x.</summary>
internal sealed class PReluOp : RealOp
{
    public override string OpType => "PRelu";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1, 6, 7, 9, 16);

    public override bool HasGradient => true;

    /// <summary>dX = dY, or slope dY where X is not positive; dSlope = dY min(X, 0), summed over what was broadcast.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        (string x, string slope, string dy) = (scope.Node.Inputs[0], scope.Node.Inputs[1], scope.OutputGradient);
        return
        [
            scope.Wants(0) ? scope.WherePositive(x, dy, scope.Mul(dy, slope)) : null,
            scope.Wants(1) ? scope.SumTo(scope.Mul(dy, scope.Emit("Min", [x, scope.Scalar(0)])), scope.ShapeOf(x), slope) : null,
        ];
    }

    /// <summary>Elements do not influence each other.</summary>
    public override void Couple(CouplingScope scope) => scope.Broadcast(0, 1);
}
