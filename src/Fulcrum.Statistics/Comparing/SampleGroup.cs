using Fulcrum.Statistics.Hypotheses;

namespace Fulcrum.Statistics.Comparing;

/// <summary>The measurements of one level (an operator, a strategy) of one group (a model).</summary>
/// <param name="Model">What only compares within itself.</param>
/// <param name="Level">What is compared.</param>
/// <param name="Values">Measured values, all of one unit.</param>
/// <param name="Runs">The name of each value's run; null where runs are not told apart.</param>
public sealed record SampleGroup(string Model, string Level, IReadOnlyList<double> Values, IReadOnlyList<string>? Runs = null)
{
    /// <summary>The name of each value's block: a round, a process, whatever makes values hang together; null where blocks are not told apart.</summary>
    public IReadOnlyList<string>? Blocks { get; init; }
}

/// <summary>How groups are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Adjustment over all pairs of one group. Default: Holm.</summary>
    public PAdjustment Adjust { get; init; } = PAdjustment.Holm;

    /// <summary>Accepted chance of a false finding within one group, 0 to 1. Default: 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Whether values of the same run are pairs: Wilcoxon's signed-rank test in the place of Kruskal-Wallis and Conover. Default: no.</summary>
    public bool Paired { get; init; }

    /// <summary>Seed of the bootstrap. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Resamples of the bootstrap. Default: 2,000.</summary>
    public int Resamples { get; init; } = 2000;
}
