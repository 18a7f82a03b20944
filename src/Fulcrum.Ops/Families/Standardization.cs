using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Gradient through (x - mean(x)) / sqrt(var(x) + epsilon), both statistics over some axes.</summary>
internal static class Standardization
{
    /// <summary>x less its mean.</summary>
    public static string Centred(GradientScope scope, string x, long[] axes) => scope.Emit("Sub", [x, scope.Mean(x, axes)]);

    /// <summary>1 / sqrt(variance + epsilon).</summary>
    public static string InverseDeviation(GradientScope scope, string variance)
    {
        string shifted = scope.Emit("Add", [variance, scope.Scalar(scope.Node.Float("epsilon", 1e-5f))]);
        return scope.Emit("Reciprocal", [scope.Emit("Sqrt", [shifted])]);
    }

    /// <summary>The inverse deviation of values whose mean is 0.</summary>
    public static string InverseDeviationOf(GradientScope scope, string centred, long[] axes) =>
        InverseDeviation(scope, scope.Mean(scope.Emit("Mul", [centred, centred]), axes));

    /// <summary>With s the standardized value and r the inverse deviation: dX = r (dS - mean(dS) - s mean(dS s)).</summary>
    public static string Back(GradientScope scope, string gradient, string standard, string inverse, long[] axes)
    {
        string along = scope.Emit("Mul", [standard, scope.Mean(scope.Emit("Mul", [gradient, standard]), axes)]);
        string level = scope.Emit("Sub", [gradient, scope.Mean(gradient, axes)]);
        return scope.Emit("Mul", [scope.Emit("Sub", [level, along]), inverse]);
    }

    /// <summary>
    /// Of samples whose channels are standardized in groups: x as [samples, groups, rest], then scaled and shifted by one number per
    /// channel or per group. With s the standardized value: dScale = sum dY s, dBias = sum dY, and dX as in <see cref="Back"/> of dY scale.
    /// </summary>
    public static IReadOnlyList<string?> Grouped(GradientScope scope, long groups)
    {
        long[] sizes = scope.SizesOf(scope.Node.Inputs[0]);
        (long samples, long channels) = (sizes[0], sizes[1]);
        long pixels = sizes.Skip(2).Aggregate(1L, (product, size) => product * size);
        long parameters = scope.SizesOf(scope.Node.Inputs[1])[0];
        long[] byParameter = [samples, parameters, channels / parameters * pixels], byGroup = [samples, groups, channels / groups * pixels];
        string gradient = scope.Reshape(scope.OutputGradient, byParameter);
        string? standard = null, inverse = null;
        if (scope.Wants(0) || scope.Wants(1))
        {
            string centred = Centred(scope, scope.Reshape(scope.Node.Inputs[0], byGroup), [2]);
            inverse = InverseDeviationOf(scope, centred, [2]);
            standard = scope.Emit("Mul", [centred, inverse]);
        }

        return
        [
            scope.Wants(0) ? scope.Reshape(Back(scope, scope.Reshape(Scaled(scope, gradient, parameters), byGroup), standard!, inverse!, [2]), sizes) : null,
            scope.Wants(1) ? scope.ReduceSum(scope.Emit("Mul", [gradient, scope.Reshape(standard!, byParameter)]), false, 0, 2) : null,
            scope.Wants(2) ? scope.ReduceSum(gradient, false, 0, 2) : null,
        ];
    }

    private static string Scaled(GradientScope scope, string gradient, long parameters) =>
        scope.Emit("Mul", [gradient, scope.Reshape(scope.Node.Inputs[1], parameters, 1)]);
}
