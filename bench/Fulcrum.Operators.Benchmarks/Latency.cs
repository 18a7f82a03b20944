namespace Fulcrum.Operators.Benchmarks;

/// <summary>A variant beside identity.</summary>
/// <param name="IdentityMs">Median of identity.</param>
/// <param name="VariantMs">Median of the variant.</param>
/// <param name="Ratio">Of medians, variant to identity.</param>
/// <param name="Control">Of medians, identity to itself, loaded twice: what the same model seems to differ by.</param>
/// <param name="MeanRatio">Of means: what counts where samples leave early.</param>
/// <param name="Rounds">How often each answered.</param>
internal sealed record Latency(double IdentityMs, double VariantMs, Interval Ratio, Interval Control, double MeanRatio, int Rounds);

/// <summary>A value and its 95 % interval.</summary>
internal sealed record Interval(double Value, double Low, double High)
{
    public override string ToString() => FormattableString.Invariant($"{Value:0.00} [{Low:0.00}, {High:0.00}]");
}
