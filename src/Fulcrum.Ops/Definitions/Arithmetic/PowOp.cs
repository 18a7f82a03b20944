using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>a to the power of b; the result has the type of a.</summary>
internal sealed class PowOp : BroadcastOp
{
    public override string OpType => "Pow";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1, 7, 12, 13, 15);

    public override bool HasGradient => true;

    /// <summary>dA = dY B A^(B - 1) and dB = dY Y ln A, which is 0 where A is 0, summed over what was broadcast. Constant exponents 1, 2 and 1/2 are written shorter.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        (string a, string b, string dy) = (scope.Node.Inputs[0], scope.Node.Inputs[1], scope.OutputGradient);
        return
        [
            scope.Wants(0) ? SumTo(scope, scope.Mul(dy, BaseSlope(scope, a, b)), 0) : null,
            scope.Wants(1) ? SumTo(scope, scope.Mul(dy, scope.Mul(scope.Node.Outputs[0], LogOrZero(scope, a))), 1) : null,
        ];
    }

    protected override ElementType? OutputElement(OpNode node) => node.Element(0);

    private static string BaseSlope(GradientScope scope, string a, string b)
    {
        switch (Exponent(scope.Typed))
        {
            case 1:
                return scope.Scalar(1);
            case 2:
                return scope.Mul(a, 2);
            case 0.5:
                return scope.Div(scope.Scalar(0.5), scope.Node.Outputs[0]);
        }

        if (scope.ElementOf(b) != scope.ElementOf(a))
            b = scope.Apply("Cast", b, NodeAttribute.Of("to", (long)scope.ElementOf(a)));
        return scope.Mul(b, scope.Emit("Pow", [a, scope.Add(b, -1)]));
    }

    private static string LogOrZero(GradientScope scope, string a)
    {
        if (scope.ElementOf(scope.Node.Inputs[1]) != scope.ElementOf(a))
            throw new NotSupportedException("Pow of two element types has no gradient for its exponent.");
        string isZero = scope.Emit("Equal", [a, scope.Scalar(0)]);
        return scope.Emit("Where", [isZero, scope.Scalar(0), scope.Apply("Log", a)]);
    }

    private static double? Exponent(OpNode node) => node.Constant(1)?.ElementCount != 1 ? null
        : node.Floats(1) is [float real] ? real : node.Integers(1) is [long integer] ? integer : null;
}
