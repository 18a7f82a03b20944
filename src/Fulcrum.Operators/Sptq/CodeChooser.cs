namespace Fulcrum.Operators.Sptq;

/// <summary>Chooses codes: the nearest, or the one whose distortion plus the price of its length is least. Lengths follow the entropy of the codes so far.</summary>
/// <param name="smallest">The smallest code; negative.</param>
/// <param name="largest">The largest; positive.</param>
/// <param name="lambda">Distortion per bit; 0 looks at distortion only.</param>
internal sealed class CodeChooser(int smallest, int largest, double lambda)
{
    private readonly int[] _counts = new int[largest - smallest + 1];
    private int _total;

    /// <summary>Expects the code nearest to a value, in steps: what is known of the codes before they are chosen.</summary>
    public void Count(double value)
    {
        _counts[Nearest(value) - smallest]++;
        _total++;
    }

    /// <summary>The code for a value.</summary>
    /// <param name="value">In steps.</param>
    /// <param name="weight">Distortion of an error of one step.</param>
    public int Choose(double value, double weight)
    {
        int nearest = Nearest(value);
        if (lambda == 0)
            return nearest;
        int below = Math.Clamp((int)Math.Floor(Math.Clamp(value, smallest, largest)), smallest, largest - 1), inwards = value > 0 ? below - 1 : below + 2;
        int best = nearest;
        double least = Cost(nearest);
        foreach (int code in (ReadOnlySpan<int>)[below, below + 1, Math.Clamp(inwards, smallest, largest), 0])
        {
            double cost = Cost(code);
            if (cost < least)
                (best, least) = (code, cost);
        }

        _counts[best - smallest]++;
        _total++;
        return best;

        double Cost(int code) => (weight * (value - code) * (value - code)) - (lambda * Math.Log2((_counts[code - smallest] + 1.0) / (_total + _counts.Length)));
    }

    private int Nearest(double value) => (int)Math.Clamp(Math.Round(value), smallest, largest);
}
