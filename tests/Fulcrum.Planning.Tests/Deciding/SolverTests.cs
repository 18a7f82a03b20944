using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Tests.Deciding;

public sealed class SolverTests
{
    private static readonly Metric[] Limited = [Metric.Latency, Metric.LatencyP50, Metric.LatencyP99, Metric.Energy, Metric.Money, Metric.Bytes, Metric.Memory, Metric.Leakage, Metric.Drop];

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 6)]
    [InlineData(3, 5)]
    public void Solve_SmallGraphsWithAndWithoutLimits_EqualsBruteForce(int tiers, int nodes)
    {
        (int feasible, int bound) = (0, 0);
        for (int seed = 0; seed < 40; seed++)
        {
            var problem = new RandomProblem(seed, nodes, tiers);
            var brute = new BruteForce(problem, problem.Variant);
            Objective objective = problem.RandomObjective(withLeakage: seed % 4 == 0);
            double[][] all = [.. brute.All(problem.Conditions).Select(w => w.Metrics)];
            Constraints constraints = seed % 3 == 0 ? Constraints.None : problem.RandomConstraints(Limited, m => all.Average(w => w[(int)m]));
            double? expected = brute.Best(objective, constraints, problem.Conditions);
            Plan? found = problem.Solver().Solve(objective, constraints, problem.Conditions);
            Assert.True(expected is null == found is null, $"seed {seed}: brute force {expected}, found {found}");
            if (found is null)
                continue;
            double cost = objective.Of(found, problem.Conditions);
            Assert.True(Math.Abs(cost - expected!.Value) <= 1e-9 * cost, $"seed {seed}: brute force {expected}, found {cost} by {found}");
            Assert.True(constraints.Allow(found, problem.Conditions, problem.System));
            feasible++;
            bound += brute.Best(objective, Constraints.None, problem.Conditions) < expected * (1 - 1e-9) ? 1 : 0;
        }

        Assert.True(feasible >= 15 && (tiers == 1 || bound >= 2), $"{feasible} problems had an answer, limits bound in {bound}");
    }

    [Fact]
    public void Solve_FewListedCuts_MinimumCutsFindTheFrontiersThatAreOnNoList()
    {
        int beyond = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            var problem = new RandomProblem(seed, 6, seed % 2 == 0 ? 2 : 3, everyCut: false);
            Variant variant = problem.Variant with { Patterns = [problem.Variant.Patterns[0]] };
            var space = new VariantSpace(variant, problem.System);
            int listed = space.CutCount;
            Objective objective = Objective.Least(Metric.Latency);
            Constraints anyMemory = new() { TierMemory = false };
            double found = objective.Of(new DecisionSolver(space).Solve(objective, anyMemory, problem.Conditions)!, problem.Conditions);
            Assert.Equal(new BruteForce(problem, variant).Best(objective, anyMemory, problem.Conditions)!.Value, found, 1e-9 * found);
            beyond += space.CutCount > listed ? 1 : 0;
        }

        Assert.True(beyond > 1, $"minimum cuts added something in {beyond} problems");
    }

    [Fact]
    public void Solve_SeveralVariants_TakesTheBestOfEach()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            var problem = new RandomProblem(seed, 5, 2);
            Variant[] variants = [problem.Variant, problem.MakeVariant("sptq", 0.2), problem.MakeVariant("distilled", 0.5)];
            Objective objective = Objective.Of((Metric.Latency, 1), (Metric.Drop, 0.01));
            Plan found = new DecisionSolver([.. variants.Select(v => new VariantSpace(v, problem.System))]).Solve(objective, Constraints.None, problem.Conditions)!;
            double expected = variants.Min(v => new BruteForce(problem, v).Best(objective, Constraints.None, problem.Conditions))!.Value;
            Assert.Equal(expected, objective.Of(found, problem.Conditions), 1e-9 * expected);
        }
    }

    [Theory]
    [InlineData(Metric.Latency, Metric.Drop)]
    [InlineData(Metric.LatencyP99, Metric.Energy, Metric.Leakage)]
    [InlineData(Metric.Memory, Metric.Money, Metric.Bytes)]
    public void Front_SmallGraphs_EqualsBruteForce(params Metric[] objectives)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var problem = new RandomProblem(seed, 5, seed % 2 == 0 ? 2 : 3);
            double[][] all = [.. new BruteForce(problem, problem.Variant).All(problem.Conditions).Where(w => w.Fits).Select(w => objectives.Select(o => w.Metrics[(int)o]).ToArray())];
            double[][] expected = [.. all.Where(a => !all.Any(b => b.Zip(a, (x, y) => x <= y + (1e-9 * y)).All(t => t) && b.Zip(a, (x, y) => x < y - (1e-9 * y)).Any(t => t)))];
            double[][] found = [.. problem.Solver().Front(objectives, Constraints.None, problem.Conditions).Select(p => objectives.Select(o => p.Of(o, problem.Conditions)).ToArray())];
            Assert.All(expected, e => Assert.Contains(found, f => IsSame(e, f)));
            Assert.All(found, f => Assert.Contains(expected, e => IsSame(e, f)));
        }

        static bool IsSame(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y) <= 1e-9 * (x + y)).All(t => t);
    }

    [Fact]
    public void SolveBeside_SmallGraphs_IsTheBestOfOtherPlacements()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            var problem = new RandomProblem(seed, 4, 3);
            DecisionSolver solver = problem.Solver();
            Objective objective = problem.RandomObjective();
            Plan best = solver.Solve(objective, Constraints.None, problem.Conditions)!;
            Plan? other = solver.SolveBeside(best, objective, Constraints.None, problem.Conditions);
            double[] costs = [.. new BruteForce(problem, problem.Variant).All(problem.Conditions).Where(w => w.Fits).Select(w => w.Metrics.Zip(objective.Weights, (m, x) => x == 0 ? 0 : m * x).Sum())];
            Assert.NotNull(other);
            Assert.NotEqual(best.Placement, other.Placement);
            Assert.True(objective.Of(other, problem.Conditions) >= costs.Min() * (1 - 1e-9));
        }
    }
}
