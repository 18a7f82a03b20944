namespace Fulcrum.Data;

/// <summary>A share of samples answered right.</summary>
/// <param name="Correct">Right answers.</param>
/// <param name="Count">All answers; at least 1 for the interval to mean anything.</param>
public readonly record struct Accuracy(int Correct, int Count)
{
    private const double Z95 = 1.959963984540054;

    /// <summary>Correct / Count, 0..1.</summary>
    public double Value => Count == 0 ? 0 : (double)Correct / Count;

    /// <summary>The 95 % Wilson score interval.</summary>
    public (double Low, double High) Interval
    {
        get
        {
            if (Count == 0)
                return (0, 1);
            double n = Count, z2 = Z95 * Z95;
            double centre = (Value + (z2 / (2 * n))) / (1 + (z2 / n));
            double half = Z95 / (1 + (z2 / n)) * Math.Sqrt((Value * (1 - Value) / n) + (z2 / (4 * n * n)));
            return (Math.Max(0, centre - half), Math.Min(1, centre + half));
        }
    }
}
