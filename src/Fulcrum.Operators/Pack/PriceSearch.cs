namespace Fulcrum.Operators.Pack;

/// <summary>
/// Looks for the price of a bit at which a size comes out: between the two prices that enclose the size, or from the last two, on a straight line in the logarithms of price and size; from a single one
/// by the law of high rates, where a bit less is a price four times as high.
/// </summary>
/// <param name="target">The logarithm of the size that is wanted.</param>
/// <param name="bits">Bits of a weight at that size.</param>
internal sealed class PriceSearch(double target, double bits)
{
    private const double LongestMove = 6, FlattestSlope = 0.05, SteepestSlope = 3;
    private readonly List<(double Price, double Size)> _seen = [];

    /// <summary>The next price to try.</summary>
    /// <param name="price">The price that was tried, not one that was tried before.</param>
    /// <param name="bytes">What it gave.</param>
    public double After(double price, double bytes)
    {
        (double Price, double Size) last = (Math.Log(price), Math.Log(bytes));
        _seen.Add(last);
        (double Price, double Size)[] large = [.. _seen.Where(s => s.Size > target).OrderBy(s => s.Size).Take(1)], small = [.. _seen.Where(s => s.Size <= target).OrderByDescending(s => s.Size).Take(1)];
        if (large is [var above] && small is [var below] && above.Price < below.Price)
        {
            double share = (above.Size - target) / Math.Max(above.Size - below.Size, 1e-12);
            return Math.Exp(above.Price + ((below.Price - above.Price) * Math.Clamp(share, 0.05, 0.95)));
        }

        double slope = Math.Log(4) * bits;
        if (_seen.Count > 1 && last.Price != _seen[^2].Price)
            slope = 1 / Math.Clamp((_seen[^2].Size - last.Size) / (last.Price - _seen[^2].Price), FlattestSlope, SteepestSlope);
        return Math.Exp(last.Price + Math.Clamp((last.Size - target) * slope, -LongestMove, LongestMove));
    }
}
