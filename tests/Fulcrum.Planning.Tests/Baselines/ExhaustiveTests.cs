using Fulcrum.Planning.Baselines;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tests.Deciding;

namespace Fulcrum.Planning.Tests.Baselines;

public sealed class ExhaustiveTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TheBestOfAllPlansIsTheSolvers(int seed)
    {
        var problem = new RandomProblem(seed, 8, 3, everyCut: true, residual: true);
        Conditions conditions = Conditions.Of(problem.System);
        var constraints = new Constraints { Limits = [new Limit(Metric.Drop, 0.4)] };
        var space = new VariantSpace(problem.Variant, problem.System);
        Plan? ours = new DecisionSolver(space).Solve(Objective.Least(Metric.Latency), constraints, conditions);
        Plan[] all = [.. Exhaustive.Plans(space)];
        Assert.Equal(all.Length, all.Select(p => p.Name).Distinct().Count());
        Assert.Contains(all, p => p.Links.Count == 2 && p.Tiers[1].Nodes.Count == 0);
        double least = all.Where(p => constraints.Allow(p, conditions, problem.System)).Min(p => p.Of(Metric.Latency, conditions));
        Assert.Equal(least, ours!.Of(Metric.Latency, conditions), 12);
    }
}
