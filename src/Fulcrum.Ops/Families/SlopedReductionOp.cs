namespace Fulcrum.Ops.Families;

/// <summary>A reduction of magnitudes, squares, logarithms or exponentials, whose derivative is written out.</summary>
internal abstract class SlopedReductionOp : ReductionOp
{
    public override bool HasGradient => true;

    /// <summary>dX from dY and Y, both broadcast along the reduced axes.</summary>
    /// <exception cref="NotSupportedException">No axis is reduced: runtimes differ in what the op then gives.</exception>
    public sealed override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        if (ReducedAxes(scope).Length == 0)
            throw new NotSupportedException($"{OpType} along no axis has no gradient.");
        return scope.FirstOnly(InputGradient(scope, scope.Node.Inputs[0], KeptOutput(scope), KeptGradient(scope)));
    }

    /// <summary>Emits dX.</summary>
    /// <param name="scope">The node and the graph.</param>
    /// <param name="x">The input.</param>
    /// <param name="y">The output, its reduced axes of size 1.</param>
    /// <param name="dy">Its gradient, likewise.</param>
    protected abstract string InputGradient(GradientScope scope, string x, string y, string dy);
}
