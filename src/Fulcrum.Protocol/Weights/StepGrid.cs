namespace Fulcrum.Protocol.Weights;

/// <summary>Steps of weight grids as whole numbers: code k stands for 2^(k/32). The same code gives the same float on every machine: only square roots, products and scaling by powers of two are used.</summary>
public static class StepGrid
{
    /// <summary>Codes of one doubling.</summary>
    public const int PerOctave = 32;

    /// <summary>Codes from -<see cref="Limit"/> to <see cref="Limit"/> are allowed: 2^-96 to 2^96.</summary>
    public const int Limit = 96 * PerOctave;

    private static readonly double[] Fractions = MakeFractions();

    /// <summary>The step of a code.</summary>
    public static double Step(int code) => Math.ScaleB(Fractions[code & (PerOctave - 1)], code >> 5);

    /// <summary>The code nearest to a step, in the logarithm.</summary>
    /// <param name="step">Positive.</param>
    public static int Code(double step) => (int)Math.Clamp(Math.Round(Math.Log2(step) * PerOctave), -Limit, Limit);

    private static double[] MakeFractions()
    {
        double[] fractions = new double[PerOctave];
        fractions[0] = 1;
        double root = 2;
        for (int half = PerOctave / 2; half > 0; half /= 2)
        {
            root = Math.Sqrt(root);
            for (int code = 0; code < PerOctave; code += 2 * half)
                fractions[code + half] = fractions[code] * root;
        }

        return fractions;
    }
}
