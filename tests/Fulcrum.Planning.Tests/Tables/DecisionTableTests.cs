using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tables;
using Fulcrum.Planning.Tests.Deciding;
using Fulcrum.Protocol.Tables;

namespace Fulcrum.Planning.Tests.Tables;

public sealed class DecisionTableTests
{
    private static readonly ConditionGrid Grid = new()
    {
        Rates = new Dictionary<int, IReadOnlyList<double>> { [0] = [1e5, 1e6, 1e7], [1] = [1e5, 1e6, 1e7] },
        Slowdowns = new Dictionary<int, IReadOnlyList<double>> { [0] = [0.25, 4] },
        ExpectedRequests = [1, 100],
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compile_RandomPoints_ChoosesWithinOnePercentOfTheFullSearch(bool limited)
    {
        int rows = 0;
        for (int seed = 0; seed < 4; seed++)
        {
            var problem = new RandomProblem(seed, 12, 3, everyCut: false, residual: seed % 2 == 0);
            DecisionSolver solver = problem.Solver();
            Objective objective = Objective.Qpart(1, 0.2, 10);
            Constraints constraints = limited ? new Constraints { Limits = [new Limit(Metric.Drop, 0.4), new Limit(Metric.LatencyP99, 0.5)] } : Constraints.None;
            CompiledTable compiled = TableCompiler.Compile(solver, objective, constraints, Grid, new TableOptions { Slack = 0.002, Probes = limited ? 250 : 50, Rounds = 20 });
            rows += compiled.Table.Plans.Count;
            var random = new Random(1000 + seed);
            for (int i = 0; i < 60; i++)
            {
                Conditions point = Grid.Random(problem.System, random);
                Plan? full = solver.Solve(objective, constraints, point);
                int row = compiled.Table.Choose(point);
                Assert.True(row < 0 || constraints.Allow(compiled.Table.Plans[row], point, problem.System));
                if (full is null)
                    Assert.True(row < 0);
                else
                    Assert.True(row >= 0 && compiled.Table.Cost(row, point) <= objective.Of(full, point) * 1.01, $"seed {seed}, point {i}");
            }
        }

        Assert.True(rows > 12, $"{rows} rows");
    }

    [Fact]
    public void Choose_ThousandTimes_AllocatesNothing()
    {
        var problem = new RandomProblem(1, 12, 3, everyCut: false);
        DecisionTable table = TableCompiler.Compile(problem.Solver(), Objective.Qpart(1, 1, 1), new Constraints { Limits = [new Limit(Metric.LatencyP99, 10)] }, Grid, new TableOptions { Rounds = 1, Probes = 4 }).Table;
        table.Choose(problem.Conditions);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            table.Choose(problem.Conditions);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Observe_NoiseAroundAFlip_SwitchesOnceItLasts()
    {
        var problem = new RandomProblem(2, 10, 2, everyCut: false, residual: true);
        DecisionSolver solver = problem.Solver();
        Objective objective = Objective.Least(Metric.Latency);
        var grid = new ConditionGrid { Rates = new Dictionary<int, IReadOnlyList<double>> { [0] = [1e3, 1e9] }, ExpectedRequests = [1e9] };
        DecisionTable table = TableCompiler.Compile(solver, objective, Constraints.None with { TierMemory = false }, grid).Table;
        IReadOnlyList<Conditions> ends = grid.Points(problem.System);
        Assert.NotEqual(table.Choose(ends[0]), table.Choose(ends[1]));
        var keeper = new PlanKeeper(table.Numbers, 0.1, 3);
        Assert.Equal(KeeperStep.Started, keeper.Observe(table.Features(ends[0])));
        int first = keeper.Current;
        KeeperStep[] steps = [.. new[] { 1, 1, 0, 1, 1, 1, 1 }.Select(i => keeper.Observe(table.Features(ends[i])))];
        Assert.Equal([KeeperStep.Waiting, KeeperStep.Waiting, KeeperStep.Kept, KeeperStep.Waiting, KeeperStep.Waiting, KeeperStep.Switched, KeeperStep.Kept], steps);
        Assert.Equal((table.Choose(ends[1]), 1, true), (keeper.Current, keeper.Switches, keeper.Current != first));
    }

    [Fact]
    public void Observe_LimitBroken_SwitchesAtOnce()
    {
        var problem = new RandomProblem(2, 10, 2, everyCut: false, residual: true);
        Conditions fast = Conditions.Of(problem.System, 1e9).WithLink(0, 1000), slow = fast.WithLink(0, 1e-7);
        var constraints = new Constraints { TierMemory = false };
        DecisionSolver solver = problem.Solver();
        Plan remote = solver.Solve(Objective.Least(Metric.Energy), constraints, fast)!, local = solver.Solve(Objective.Least(Metric.Latency), constraints, slow)!;
        var limit = new Limit(Metric.LatencyP99, local.Of(Metric.LatencyP99, slow) * 1.01);
        var table = new DecisionTable([remote, local], Objective.Least(Metric.Energy), new Constraints { Limits = [limit] }, problem.System);
        var keeper = new PlanKeeper(table.Numbers, 0.5, 100);
        Assert.Equal((KeeperStep.Started, 0), (keeper.Observe(table.Features(fast)), keeper.Current));
        Assert.Equal((KeeperStep.Forced, 1), (keeper.Observe(table.Features(slow)), keeper.Current));
        Assert.Equal(KeeperStep.Stuck, keeper.Observe(table.Features(slow.WithSlowdown(0, 100))));
    }

    [Fact]
    public void Compile_FiveHundredNodes_FindsAPlanEverywhere()
    {
        var problem = new RandomProblem(5, 500, 2, everyCut: false, residual: true);
        var grid = new ConditionGrid { Rates = new Dictionary<int, IReadOnlyList<double>> { [0] = [1e6, 1e8] }, Slowdowns = new Dictionary<int, IReadOnlyList<double>> { [0] = [0.25, 4] } };
        CompiledTable compiled = TableCompiler.Compile(problem.Solver(), Objective.Least(Metric.Latency), new Constraints { TierMemory = false }, grid, new TableOptions { Rounds = 1, Probes = 1 });
        Assert.All(compiled.GridPlans, row => Assert.True(row >= 0));
    }
}
