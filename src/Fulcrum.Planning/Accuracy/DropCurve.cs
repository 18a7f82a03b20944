namespace Fulcrum.Planning.Accuracy;

/// <summary>
/// How many points of accuracy noise at the outputs costs: measured losses of many quantized tensors pooled into one rising curve (isotonic regression). Noises of tensors that are quantized together
/// add up, QPART (27); losses do not, so the planner adds <see cref="LinearDrop"/>, which agrees with the curve at the budget, as psi in QPART (20) and (21).
/// </summary>
public sealed class DropCurve
{
    private readonly (double Noise, double Drop)[] _knots;

    /// <summary>Fits the curve.</summary>
    /// <param name="readings">Noise as a share of the outputs' energy, and points lost, each of one tensor at one width.</param>
    public DropCurve(IReadOnlyCollection<(double Noise, double DropPoints)> readings)
    {
        var blocks = new List<(double Noise, double Drop, int Count)>();
        foreach ((double noise, double drop) in readings.Where(r => r.Noise > 0).OrderBy(r => r.Noise))
        {
            blocks.Add((noise, drop, 1));
            while (blocks.Count > 1 && blocks[^1].Drop <= blocks[^2].Drop)
            {
                ((double n2, double d2, int c2), (double n1, double d1, int c1)) = (blocks[^1], blocks[^2]);
                blocks.RemoveAt(blocks.Count - 1);
                blocks[^1] = (((n1 * c1) + (n2 * c2)) / (c1 + c2), ((d1 * c1) + (d2 * c2)) / (c1 + c2), c1 + c2);
            }
        }

        _knots = [(0, 0), .. blocks.Where(b => b.Drop > 0).Select(b => (b.Noise, b.Drop))];
        double[] errors = [.. readings.Where(r => r.Noise > 0).Select(r => Math.Abs(DropAt(r.Noise) - r.DropPoints)).Order()];
        (MedianError, P90Error) = errors.Length == 0 ? (0, 0) : (errors[errors.Length / 2], errors[errors.Length * 9 / 10]);
    }

    /// <summary>Half of the readings are at most so many points off the curve.</summary>
    public double MedianError { get; }

    /// <summary>Nine tenths of the readings are at most so many points off the curve.</summary>
    public double P90Error { get; }

    /// <summary>Expected points lost at a noise; beyond the readings, as at the largest.</summary>
    public double DropAt(double noise)
    {
        int next = Array.FindIndex(_knots, k => k.Noise >= noise);
        return next < 0 ? _knots[^1].Drop : next == 0 ? 0 : Between(_knots[next - 1], _knots[next], noise);
    }

    /// <summary>The noise that costs so many points; beyond the readings, in proportion to the last.</summary>
    public double NoiseAt(double points)
    {
        if (_knots.Length == 1)
            return double.PositiveInfinity;
        int next = Array.FindIndex(_knots, k => k.Drop >= points);
        return next < 0 ? _knots[^1].Noise * points / _knots[^1].Drop : next == 0 ? 0 : Between(Swapped(_knots[next - 1]), Swapped(_knots[next]), points);
    }

    /// <summary>Points that may be added up: proportional to the noise, and what the curve says at the budget.</summary>
    /// <param name="noise">Of one tensor.</param>
    /// <param name="budget">Points that may be lost in all.</param>
    public double LinearDrop(double noise, double budget) => budget * noise / NoiseAt(budget);

    private static (double, double) Swapped((double A, double B) knot) => (knot.B, knot.A);

    private static double Between((double X, double Y) a, (double X, double Y) b, double x) => a.Y + ((b.Y - a.Y) * (x - a.X) / (b.X - a.X));
}
