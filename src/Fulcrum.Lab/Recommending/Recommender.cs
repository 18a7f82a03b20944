using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Lab.Recommending;

/// <summary>What is asked of a recommendation.</summary>
public sealed record RecommendationOptions
{
    /// <summary>The tiers and links.</summary>
    public required TierSystem System { get; init; }

    /// <summary>The conditions to recommend for.</summary>
    public required Conditions Conditions { get; init; }

    /// <summary>What must be kept.</summary>
    public Constraints Constraints { get; init; } = Constraints.None;

    /// <summary>What is minimised. Default: the median latency.</summary>
    public Objective Objective { get; init; } = Objective.Least(Metric.LatencyP50);

    /// <summary>Seed of the draws. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Draws for probabilities. Default 4,000: a probability of one half is then off by 0.008.</summary>
    public int Draws { get; init; } = 4000;
}

/// <summary>Ranks strategies by predictions, which measurements correct.</summary>
public static class Recommender
{
    /// <summary>Recommends.</summary>
    /// <param name="candidates">The strategies, names unique.</param>
    /// <param name="cells">What was measured, at most one for each strategy and conditions.</param>
    /// <param name="options">What is asked.</param>
    public static Recommendation Run(IReadOnlyList<CandidateStrategy> candidates, IReadOnlyList<MeasuredCell> cells, RecommendationOptions options)
    {
        LinkFacts links = LinkFacts.Of(options.System, options.Conditions);
        LatencyPosterior posterior = LatencyPosterior.Fit(candidates, cells, links);
        int[] all = [.. Enumerable.Range(0, candidates.Count)];
        JointLatency belief = posterior.Predict(all, links);
        var limits = new StrategyLimits(options.Constraints, options.System, options.Conditions);
        var scores = new StrategyScores(candidates, options.Objective, options.Conditions);
        IReadOnlyList<BrokenLimit>[] breaks = [.. all.Select(i => limits.Broken(candidates[i], belief.Median(i)))];
        int[] allowed = [.. all.Where(i => breaks[i].Count == 0)];
        double[] chances = new double[candidates.Count];
        double least = Simulate(posterior, allowed, links, scores, options, chances);
        (double regret, NextMeasurement? next) = allowed.Length > 0 ? Next(posterior, allowed, links, scores, least) : (0, null);
        RankedStrategy[] ranked = [.. all.Select(i => Rank(i, posterior, belief, links, scores, breaks[i], chances[i]))];
        return new Recommendation([.. ranked.OrderBy(r => r.IsAllowed ? 0 : 1).ThenBy(r => r.Objective).ThenBy(r => r.Strategy.Name, StringComparer.Ordinal)], next, regret, posterior);
    }

    private static RankedStrategy Rank(int i, LatencyPosterior posterior, JointLatency belief, LinkFacts links, StrategyScores scores, IReadOnlyList<BrokenLimit> breaks, double chance)
    {
        (double low, double high) = belief.Interval(i);
        MeasuredCell? measured = posterior.Measured(i, links);
        int elsewhere = posterior.Cells.Count(c => c.Strategy == i) - (measured is null ? 0 : 1);
        CandidateStrategy strategy = posterior.Candidates[i];
        return new RankedStrategy(strategy, strategy.PlannedSeconds(links), belief.Median(i), low, high, measured, elsewhere, scores.Of(i, belief.Median(i)), breaks, chance);
    }

    /// <summary>How often each is the best of those allowed; returns the expected score of the best.</summary>
    private static double Simulate(LatencyPosterior posterior, int[] allowed, LinkFacts links, StrategyScores scores, RecommendationOptions options, double[] chances)
    {
        if (allowed.Length == 0)
            return 0;
        double sum = 0;
        foreach (double[] drawn in posterior.Predict(allowed, links).Draw(options.Draws, options.Seed))
        {
            (int best, double least) = (0, double.PositiveInfinity);
            for (int i = 0; i < allowed.Length; i++)
            {
                if (scores.Of(allowed[i], drawn[i]) is var score && score < least)
                    (best, least) = (i, score);
            }

            sum += least;
            chances[allowed[best]] += 1.0 / options.Draws;
        }

        return sum / options.Draws;
    }

    private static (double, NextMeasurement?) Next(LatencyPosterior posterior, int[] allowed, LinkFacts links, StrategyScores scores, double least)
    {
        (double regret, (int Strategy, double After)? next) = ValueOfMeasuring.Of(posterior.Predict(allowed, links), (i, seconds) => scores.Of(allowed[i], seconds), least);
        return (regret, next is { } found ? new NextMeasurement(posterior.Candidates[allowed[found.Strategy]], regret, found.After) : null);
    }
}
