using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Formulas as nodes of the step graph; a number becomes a constant scalar.</summary>
internal static class GradientMath
{
    /// <summary>The gradient of the first input; the others have none.</summary>
    public static IReadOnlyList<string?> FirstOnly(this GradientScope scope, string gradient) => [gradient, .. scope.Node.Inputs.Skip(1).Select(_ => (string?)null)];

    /// <summary>One op of one value.</summary>
    public static string Apply(this GradientScope scope, string opType, string value, params NodeAttribute[] attributes) => scope.Emit(opType, [value], attributes);

    /// <summary>a + b.</summary>
    public static string Add(this GradientScope scope, string a, string b) => scope.Emit("Add", [a, b]);

    /// <summary>a + b.</summary>
    public static string Add(this GradientScope scope, string a, double b) => scope.Add(a, scope.Scalar(b));

    /// <summary>a - b.</summary>
    public static string Sub(this GradientScope scope, string a, string b) => scope.Emit("Sub", [a, b]);

    /// <summary>a - b.</summary>
    public static string Sub(this GradientScope scope, double a, string b) => scope.Sub(scope.Scalar(a), b);

    /// <summary>a b.</summary>
    public static string Mul(this GradientScope scope, string a, string b) => scope.Emit("Mul", [a, b]);

    /// <summary>a b.</summary>
    public static string Mul(this GradientScope scope, string a, double b) => b == 1 ? a : scope.Mul(a, scope.Scalar(b));

    /// <summary>a².</summary>
    public static string Square(this GradientScope scope, string a) => scope.Mul(a, a);

    /// <summary>a / b.</summary>
    public static string Div(this GradientScope scope, string a, string b) => scope.Emit("Div", [a, b]);

    /// <summary>a / b.</summary>
    public static string Div(this GradientScope scope, string a, double b) => scope.Div(a, scope.Scalar(b));

    /// <summary>1 where a comparison of two values holds, else 0.</summary>
    public static string Mask(this GradientScope scope, string comparison, string a, string b) =>
        scope.Apply("Cast", scope.Emit(comparison, [a, b]), NodeAttribute.Of("to", (long)scope.ElementOf(scope.Node.Outputs[0])));

    /// <summary>One value where x is positive, another elsewhere.</summary>
    public static string WherePositive(this GradientScope scope, string x, string positive, string other) =>
        scope.Emit("Where", [scope.Emit("Greater", [x, scope.Scalar(0)]), positive, other]);
}
