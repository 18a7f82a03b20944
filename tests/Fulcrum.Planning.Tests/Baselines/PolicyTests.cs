using Fulcrum.Cuts;
using Fulcrum.Planning.Baselines;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tables;
using Fulcrum.Planning.Tests.Deciding;

namespace Fulcrum.Planning.Tests.Baselines;

public sealed class PolicyTests
{
    internal static ConditionGrid Grid { get; } = new()
    {
        Rates = new Dictionary<int, IReadOnlyList<double>> { [0] = [1e6, 1e7, 5e7, 1e8, 1.5e8, 2e8], [1] = [1e6, 1e7, 5e7, 1e8, 1.5e8, 2e8] },
        Slowdowns = new Dictionary<int, IReadOnlyList<double>> { [0] = [0.25, 1, 4] },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Solve_OnTheWholeGrid_IsNeverWorseThanAnyPolicy(bool limited)
    {
        int strictly = 0;
        for (int seed = 0; seed < 4; seed++)
        {
            var problem = new RandomProblem(seed, 20, 3, everyCut: false);
            var space = new VariantSpace(problem.Variant, problem.System);
            var solver = new DecisionSolver(space);
            Objective objective = seed == 0 ? Objective.Least(Metric.Latency) : problem.RandomObjective();
            Constraints constraints = limited ? new Constraints { Limits = [new Limit(Metric.Drop, 0.3)] } : Constraints.None;
            IReadOnlyList<Conditions> grid = Grid.Points(problem.System);
            IReadOnlyList<IPolicy> policies = Policies.All(problem.System, objective, grid);
            Assert.Equal(108, grid.Count);
            foreach (Conditions point in grid)
            {
                Plan[] others = [.. policies.Select(p => p.Choose(space, constraints, point)).OfType<Plan>().Where(p => constraints.Allow(p, point, problem.System))];
                double ours = objective.Of(solver.Solve(objective, constraints, point)!, point);
                Assert.All(others, p => Assert.True(ours <= objective.Of(p, point) * (1 + 1e-9), $"seed {seed}: {p} costs {objective.Of(p, point)}, ours {ours}"));
                strictly += others.All(p => ours < objective.Of(p, point) * (1 - 1e-6)) ? 1 : 0;
            }
        }

        Assert.True(strictly > 20, $"better than every policy at {strictly} points only");
    }

    [Fact]
    public void Choose_AtACut_IsTheBestOfItsPlansAndNoneBeatsTheSolver()
    {
        for (int seed = 0; seed < 6; seed++)
        {
            var problem = new RandomProblem(seed, 12, 2);
            var space = new VariantSpace(problem.Variant, problem.System);
            Objective objective = problem.RandomObjective();
            Constraints any = Constraints.None with { TierMemory = false }, limited = any.Within(Metric.Drop, 0.3);
            double ours = objective.Of(new DecisionSolver(space).Solve(objective, limited, problem.Conditions)!, problem.Conditions);
            double best = double.PositiveInfinity;
            foreach (Cut cut in VariantSpace.Listed(problem.Map).Append(problem.Map.AllInTail).Append(problem.Map.AllInHead))
            {
                Plan plain = new AtCut(cut, objective, coded: false).Choose(space, any, problem.Conditions)!;
                Plan free = new AtCut(cut, objective).Choose(space, any, problem.Conditions)!;
                Assert.Equal(cut == problem.Map.AllInHead ? 0 : 1, plain.Links.Count);
                Assert.True(objective.Of(free, problem.Conditions) <= objective.Of(plain, problem.Conditions) * (1 + 1e-9));
                if (new AtCut(cut, objective).Choose(space, limited, problem.Conditions) is Plan kept)
                {
                    Assert.True(limited.Allow(kept, problem.Conditions, problem.System));
                    best = Math.Min(best, objective.Of(kept, problem.Conditions));
                }
            }

            Assert.Equal(ours, best, Math.Abs(ours) * 1e-9);
        }
    }

    [Fact]
    public void Within_OtherLimitOfAMetric_ReplacesOnlyThatOne()
    {
        Constraints both = Constraints.None.Within(Metric.Drop, 1).Within(Metric.Latency, 2).Within(Metric.Drop, 0.5);
        Assert.Equal((0.5, 2), (both.Of(Metric.Drop), both.Of(Metric.Latency)));
        Assert.Equal(double.PositiveInfinity, both.Within(Metric.Drop, double.PositiveInfinity).Of(Metric.Drop));
    }
    [Fact]
    public void Choose_TwoTiersLatency_DadsIsNoWorseThanNeurosurgeonAndBothBeatTheEnds()
    {
        int better = 0;
        for (int seed = 0; seed < 30; seed++)
        {
            var problem = new RandomProblem(seed, 12, 2);
            var space = new VariantSpace(problem.Variant, problem.System);
            double Latency(IPolicy policy) => policy.Choose(space, Constraints.None, problem.Conditions)!.Of(Metric.Latency, problem.Conditions);
            double dads = Latency(new Dads()), neurosurgeon = Latency(new Neurosurgeon(Metric.Latency));
            double slack = problem.System.Links[0].RttSeconds + problem.System.Links[0].Jitter.Mean + SharedWeights(problem);
            Assert.True(dads <= neurosurgeon + slack, $"seed {seed}: {dads} against {neurosurgeon}");
            Assert.True(neurosurgeon <= Math.Min(Latency(new AllOnDevice()), Latency(new TierAlone(1))) * (1 + 1e-9));
            better += dads < neurosurgeon * (1 - 1e-9) ? 1 : 0;
        }

        Assert.True(better > 0);
    }

    /// <summary>DADS knows nothing of round trips; each weight is read once here, so nothing is counted twice.</summary>
    private static double SharedWeights(RandomProblem problem) => 1e-12 * problem.Model.Graph.Nodes.Count;
}
