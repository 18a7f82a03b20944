using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x shifted to mean 0 and scaled to variance 1 over the last axes, then scaled and shifted by parameters; also mean and inverse deviation.</summary>
internal sealed class LayerNormalizationOp : LastAxesNormOp
{
    public override string OpType => "LayerNormalization";

    public override OpSchema Schema { get; } = new((2, 3), (1, 3), 17);

    public override bool HasGradient => true;

    /// <summary>With s the standardized X and r the inverse deviation: dScale = sum dY s, dB = sum dY, dX = r (g - mean(g) - s mean(g s)) of g = dY scale.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        IReadOnlyList<Dim> shape = scope.ShapeOf(scope.Node.Inputs[0]);
        int first = OpNode.Axis(scope.Node.Int("axis", -1), shape.Count) ?? throw new NotSupportedException("LayerNormalization's axis does not fit its input.");
        long[] axes = [.. Enumerable.Range(first, shape.Count - first).Select(i => (long)i)];
        string? standard = null, inverse = null;
        if (scope.Wants(0) || scope.Wants(1))
        {
            inverse = Statistic(scope, 2);
            standard = scope.Emit("Mul", [scope.Emit("Sub", [scope.Node.Inputs[0], Statistic(scope, 1)]), inverse]);
        }

        return
        [
            scope.Wants(0) ? Standardization.Back(scope, scope.Emit("Mul", [scope.OutputGradient, scope.Node.Inputs[1]]), standard!, inverse!, axes) : null,
            scope.Wants(1) ? scope.SumTo(scope.Emit("Mul", [scope.OutputGradient, standard!]), shape, scope.Node.Inputs[1]) : null,
            scope.Wants(2) ? scope.SumTo(scope.OutputGradient, shape, scope.Node.Inputs[2]) : null,
        ];
    }

    private static string Statistic(GradientScope scope, int output)
    {
        string value = scope.Output(output);
        ElementType element = scope.ElementOf(scope.Node.Outputs[0]);
        return scope.Node.Element("stash_type", ElementType.Float) == element ? value : scope.Emit("Cast", [value], NodeAttribute.Of("to", (long)element));
    }
}
