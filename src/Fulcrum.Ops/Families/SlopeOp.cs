namespace Fulcrum.Ops.Families;

/// <summary>A real function of its only input whose derivative is written out.</summary>
internal abstract class SlopeOp : RealOp
{
    public override bool HasGradient => true;

    /// <summary>dX = dY f'(X).</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.Mul(scope.OutputGradient, Slope(scope, scope.Node.Inputs[0], scope.Node.Outputs[0]))];

    /// <summary>Emits the derivative f'(x), which may be told by y = f(x).</summary>
    protected abstract string Slope(GradientScope scope, string x, string y);
}
