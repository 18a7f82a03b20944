using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Tests.Deciding;

public sealed class LawTests
{
    private static double? Optimum(VariantSpace space, Objective objective, Constraints constraints, Conditions conditions) =>
        new DecisionSolver(space).Solve(objective, constraints, conditions) is Plan plan ? objective.Of(plan, conditions) : null;

    [Fact]
    public void Solve_MoreOfAnythingGood_NeverMakesTheOptimumWorse()
    {
        int better = 0;
        for (int seed = 0; seed < 25; seed++)
        {
            var problem = new RandomProblem(seed, 8, 3);
            var space = new VariantSpace(problem.Variant, problem.System);
            Objective objective = problem.RandomObjective();
            Conditions c = problem.Conditions;
            Constraints limits = problem.RandomConstraints([Metric.LatencyP99, Metric.Drop, Metric.Energy], m => m == Metric.Drop ? 0.5 : m == Metric.Energy ? 0.5 : 0.3);
            double? before = Optimum(space, objective, limits, c);
            (string Law, Constraints Limits, Conditions Conditions)[] laws =
            [
                ("bandwidth", limits, c.WithLink(seed % 2, 2)), ("device speed", limits, c.WithSlowdown(0, 0.5)), ("cloud speed", limits, c.WithSlowdown(2, 0.5)), ("requests", limits, c with { ExpectedRequests = c.ExpectedRequests * 3 }),
                ("looser limits", limits with { Limits = [.. limits.Limits.Select(l => l with { Most = l.Most * 1.3 })] }, c), ("fewer limits", limits with { Limits = [.. limits.Limits.Skip(1)] }, c),
                ("input may leave", limits with { RawInputStays = false }, c), ("more memory", limits with { TierMemory = false }, c),
            ];
            foreach ((string law, Constraints loosened, Conditions changed) in laws)
            {
                double? after = Optimum(space, objective, loosened, changed);
                Assert.True(before is null || after <= before * (1 + 1e-9), $"{law}, seed {seed}: {before} became {after}");
                better += after < before * (1 - 1e-9) ? 1 : 0;
            }
        }

        Assert.True(better > 20);
    }

    [Fact]
    public void Solve_EqualTiersSwapped_CostsTheSame()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            var problem = new RandomProblem(seed, 8, 3);
            Tier helper = problem.System.Tiers[1] with { MemoryBytes = double.PositiveInfinity };
            var link = problem.System.Links[0];
            TierSystem System(string second, string third) => new(
                [helper with { Name = third }, problem.System.Tiers[0], helper with { Name = second }],
                [link with { From = second, To = third }, link with { To = second }]);
            double[] costs = [.. new[] { System("a", "b"), System("b", "a") }.Select(s => Optimum(
                new VariantSpace(Variant.Modelled("v", problem.Model) with { Codings = problem.Variant.Codings }, s), Objective.Qpart(1, 1, 1), Constraints.None, Conditions.Of(s))!.Value)];
            Assert.Equal(costs[0], costs[1], 1e-12 * costs[0]);
        }
    }

    [Fact]
    public void Solve_LinkGivenTwice_ChangesNothing()
    {
        var problem = new RandomProblem(3, 8, 3);
        var twice = new TierSystem(problem.System.Tiers, [.. problem.System.Links, problem.System.Links[1], problem.System.Links[0]]);
        Assert.Equal(problem.System.Links, twice.Links);
        Objective objective = problem.RandomObjective();
        Assert.Equal(
            Optimum(new VariantSpace(problem.Variant, problem.System), objective, Constraints.None, problem.Conditions),
            Optimum(new VariantSpace(problem.Variant, twice), objective, Constraints.None, problem.Conditions));
    }

    [Fact]
    public void Solve_WeightsRescaled_TakesTheSamePlan()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            var problem = new RandomProblem(seed, 8, 3);
            DecisionSolver solver = problem.Solver();
            Plan seconds = solver.Solve(Objective.Qpart(2, 1, 5), Constraints.None, problem.Conditions)!;
            Plan milliseconds = solver.Solve(Objective.Qpart(2e-3, 1e-3, 5e-3), Constraints.None, problem.Conditions)!;
            Assert.Equal(seconds.Name, milliseconds.Name);
        }
    }

    [Fact]
    public void Solve_HeldWeights_CostNothingToFetch()
    {
        int better = 0;
        for (int seed = 0; seed < 10; seed++)
        {
            var problem = new RandomProblem(seed, 8, 2);
            IReadOnlySet<string> names = problem.Model.Graph.Initializers.Select(w => VariantSpace.HeldName("identity", w.Name, 4)).ToHashSet();
            Conditions once = problem.Conditions with { ExpectedRequests = 1 };
            double without = Optimum(new VariantSpace(problem.Variant, problem.System), Objective.Least(Metric.Latency), Constraints.None, once)!.Value;
            var held = new VariantSpace(problem.Variant, problem.System, new Dictionary<string, IReadOnlySet<string>> { ["t0"] = names });
            double with = Optimum(held, Objective.Least(Metric.Latency), Constraints.None, once)!.Value;
            Plan device = held.Build(1, [], []);
            Assert.Equal(device.Of(Metric.Latency, once), device.Of(Metric.Latency, once with { ExpectedRequests = 1e6 }), 1e-12);
            Assert.True(with <= without * (1 + 1e-12));
            better += with < without * (1 - 1e-9) ? 1 : 0;
        }

        Assert.True(better > 0);
    }
}
