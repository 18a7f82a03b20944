namespace Fulcrum.Ops.Families;

/// <summary>Derivatives of the forms of Gelu.</summary>
internal static class GeluSlopes
{
    private const double Cubic = 0.044715;
    private static readonly double Scale = Math.Sqrt(2 / Math.PI);

    /// <summary>Of x Φ(x): Φ(x) + x φ(x), with Φ(x) = (1 + erf(x / √2)) / 2 and φ(x) = exp(-x² / 2) / √(2π).</summary>
    public static string Exact(GradientScope scope, string x)
    {
        string erf = scope.Apply("Erf", scope.Mul(x, Math.Sqrt(0.5)));
        string below = scope.Mul(scope.Add(erf, 1), 0.5);
        string exponent = scope.Sub(-0.5 * Math.Log(2 * Math.PI), scope.Mul(scope.Square(x), 0.5));
        return scope.Add(below, scope.Mul(x, scope.Apply("Exp", exponent)));
    }

    /// <summary>Of x (1 + t) / 2 with t = tanh(√(2/π) (x + c x³)): (1 + t) / 2 + x (1 - t²) √(2/π) (1 + 3 c x²) / 2.</summary>
    public static string Tanh(GradientScope scope, string x)
    {
        string square = scope.Square(x);
        string inner = scope.Mul(x, scope.Add(scope.Mul(square, Scale * Cubic), Scale));
        string tanh = scope.Apply("Tanh", inner);
        string innerSlope = scope.Add(scope.Mul(square, 1.5 * Scale * Cubic), 0.5 * Scale);
        string rest = scope.Mul(scope.Mul(x, innerSlope), scope.Sub(1, scope.Square(tanh)));
        return scope.Add(scope.Mul(scope.Add(tanh, 1), 0.5), rest);
    }

    /// <summary>Of x s with s = sigmoid(alpha x): s + alpha y (1 - s).</summary>
    public static string Quick(GradientScope scope, string x, string y, double alpha)
    {
        string s = scope.Apply("Sigmoid", scope.Mul(x, alpha));
        return scope.Add(s, scope.Mul(scope.Mul(y, alpha), scope.Sub(1, s)));
    }
}
