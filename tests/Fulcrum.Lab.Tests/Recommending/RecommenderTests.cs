using Fulcrum.Lab.Recommending;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Lab.Tests.Recommending;

/// <summary>Ranking, limits, probabilities, and what to measure next.</summary>
public sealed class RecommenderTests
{
    private static readonly TierSystem Tiers = TiersFile.Parse("""
        { "tiers": [ { "name": "mobile" }, { "name": "edge" }, { "name": "cloud" } ],
          "links": [ { "from": "mobile", "to": "edge", "up": "10Mbps", "rtt": "2ms" }, { "from": "edge", "to": "cloud", "up": "50Mbps", "rtt": "20ms" } ] }
        """, "tiers.json");

    private static readonly RecommendationOptions Options = new() { System = Tiers, Conditions = Conditions.Of(Tiers) };

    private static readonly LinkFacts Here = LinkFacts.Of(Tiers, Options.Conditions);

    [Fact]
    public void Run_Limits_PutsWhatBreaksThemBelowAndSaysWhich()
    {
        CandidateStrategy[] candidates =
        [
            SyntheticSweep.Strategy("identity", "mobile", [0.2, 0, 0], [0, 0]), SyntheticSweep.Strategy("sptq", "mobile", [0.08, 0, 0], [0, 0]),
            SyntheticSweep.Strategy("foreign", "mobile", [0.01, 0, 0], [0, 0]) with { DropPoints = null }, SyntheticSweep.Strategy("pack", "mobile", [0.02, 0, 0], [0, 0]) with { DropPoints = 3 },
        ];
        var constraints = new Constraints { Limits = [new Limit(Metric.LatencyP50, 0.1), new Limit(Metric.Drop, 1)] };
        Recommendation result = Recommender.Run(candidates, [], Options with { Constraints = constraints });
        Assert.Equal(["sptq on mobile", "foreign on mobile", "pack on mobile", "identity on mobile"], result.Ranking.Select(r => r.Strategy.Name));
        Assert.Equal("sptq on mobile", result.Best!.Strategy.Name);
        Assert.Equal(1, result.Best.BestProbability, 1e-9);
        Assert.Equal(("latency_p50", 2.0), (result.Ranking[3].Breaks[0].Limit, Math.Round(result.Ranking[3].Breaks[0].Ratio, 6)));
        Assert.Contains("not known", result.Ranking[1].Breaks[0].Text);
        Assert.Null(result.Next);
        Assert.Null(Recommender.Run(candidates, [], Options with { Constraints = new Constraints { Limits = [new Limit(Metric.LatencyP50, 1e-6)] } }).Best);
    }

    /// <summary>Two candidates of equal standing and one that cannot win: measuring one of the two settles most, and what was measured well needs no more.</summary>
    [Fact]
    public void Run_TwoRivals_MeasuresTheOneThatIsUncertain()
    {
        CandidateStrategy[] candidates =
        [
            SyntheticSweep.Strategy("identity", "mobile", [0.1, 0, 0], [0, 0]), SyntheticSweep.Strategy("identity", "edge", [0, 0.11, 0], [0, 0]), SyntheticSweep.Strategy("identity", "cloud", [0, 0, 50], [0, 0]),
        ];
        Recommendation open = Recommender.Run(candidates, [new MeasuredCell(0, Here, 0.1, 1000, 0.001)], Options);
        Assert.Equal("identity on edge", open.Next!.Strategy.Name);
        Assert.InRange(open.Next.RegretAfter, 0, 0.6 * open.Next.RegretBefore);
        Assert.InRange(open.Ranking.Sum(r => r.BestProbability), 1 - 1e-9, 1 + 1e-9);
        Assert.InRange(open.Ranking.Single(r => r.Strategy.Tier == "edge").BestProbability, 0.2, 0.6);
        Recommendation settled = Recommender.Run(candidates, [new MeasuredCell(0, Here, 0.1, 1000, 0.001), new MeasuredCell(1, Here, 0.2, 1000, 0.001)], Options);
        Assert.InRange(settled.RegretSeconds, 0, 1e-3);
        Assert.Equal("identity on mobile", settled.Best!.Strategy.Name);
        Assert.True(settled.Best.BestProbability > 0.99);
    }

    /// <summary>Measuring what `next` names must, on average over worlds, lower the regret.</summary>
    [Fact]
    public void Run_MeasuringWhatNextNames_LowersRegretOverWorlds()
    {
        (double before, double after) = (0, 0);
        for (int seed = 1; seed <= 12; seed++)
        {
            var world = new SyntheticSweep(seed);
            MeasuredCell[] cells = [world.Cell(0, Here), world.Cell(6, Here)];
            double best = Enumerable.Range(0, world.Candidates.Count).Min(s => world.Truth(s, Here));
            double Regret(Recommendation r) => world.Truth(Index(r.Best!), Here) - best;
            int Index(RankedStrategy r) => Enumerable.Range(0, world.Candidates.Count).First(s => world.Candidates[s] == r.Strategy);
            Recommendation first = Recommender.Run(world.Candidates, cells, Options with { Seed = seed });
            before += Regret(first);
            int next = Enumerable.Range(0, world.Candidates.Count).First(s => world.Candidates[s] == first.Next!.Strategy);
            after += Regret(Recommender.Run(world.Candidates, [.. cells.Where(c => c.Strategy != next), world.Cell(next, Here)], Options with { Seed = seed }));
        }

        Assert.True(after < before || before == 0, $"{after} {before}");
    }

    [Fact]
    public void Run_SameSeed_SameProbabilities()
    {
        var world = new SyntheticSweep(2);
        double[] Chances(int seed) => [.. Recommender.Run(world.Candidates, [], Options with { Seed = seed }).Ranking.Select(r => r.BestProbability)];
        Assert.Equal(Chances(1), Chances(1));
        Assert.NotEqual(Chances(1), Chances(2));
    }
}
