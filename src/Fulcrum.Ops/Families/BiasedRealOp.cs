namespace Fulcrum.Ops.Families;

/// <summary>A real function of its first input plus an optional bias along the last axis.</summary>
internal abstract class BiasedRealOp : RealOp
{
    public override bool HasGradient => true;

    /// <summary>dX = dY f'(X + B), and dB is dX summed to B.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        string x = scope.Node.Inputs[0];
        bool hasBias = scope.Typed.Has(1);
        string dx = scope.Mul(scope.OutputGradient, Slope(scope, hasBias ? scope.Add(x, scope.Node.Inputs[1]) : x));
        return [scope.Wants(0) ? dx : null, .. hasBias ? [scope.Wants(1) ? scope.SumTo(dx, scope.ShapeOf(x), scope.Node.Inputs[1]) : null] : Array.Empty<string?>()];
    }

    /// <summary>Elements do not influence each other.</summary>
    public override void Couple(CouplingScope scope) => scope.Broadcast(Enumerable.Range(0, scope.Node.Inputs.Count));

    /// <summary>Emits the derivative at the sum of input and bias.</summary>
    protected abstract string Slope(GradientScope scope, string sum);
}
