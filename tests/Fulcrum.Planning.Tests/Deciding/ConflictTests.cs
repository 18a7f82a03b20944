using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Tests.Deciding;

public sealed class ConflictTests
{
    [Fact]
    public void Find_RandomContradictions_NamesAMinimalSetAndTheNearestPoint()
    {
        int conflicts = 0;
        for (int seed = 0; seed < 30; seed++)
        {
            var problem = new RandomProblem(seed, 5, 3);
            double[][] ways = [.. new BruteForce(problem, problem.Variant).All(problem.Conditions).Where(w => w.Fits).Select(w => w.Metrics)];
            var random = new Random(seed);
            Metric[] metrics = [Metric.LatencyP99, Metric.Energy, Metric.Leakage, Metric.Drop, Metric.Bytes];
            var constraints = new Constraints { Limits = [.. metrics.Where(_ => random.Next(3) > 0).Select(m => new Limit(m, ways.Min(w => w[(int)m]) * (1 + random.NextDouble()) * (random.Next(6) == 0 ? 0.9 : 1)))] };
            DecisionSolver solver = problem.Solver();
            bool Feasible(IEnumerable<Limit> limits) => new BruteForce(problem, problem.Variant).Best(Objective.Least(Metric.Latency), new Constraints { Limits = [.. limits] }, problem.Conditions) is not null;
            Conflict? conflict = ConflictFinder.Find(solver, constraints, problem.Conditions);
            Assert.Equal(Feasible(constraints.Limits), conflict is null);
            if (conflict is null)
                continue;
            conflicts++;
            Limit[] named = [.. constraints.Limits.Where(l => conflict.Names.Contains(ConflictFinder.Name(l)))];
            Assert.NotEmpty(named);
            Assert.False(Feasible(named), $"seed {seed}: the set is no conflict");
            Assert.All(named, l => Assert.True(Feasible(named.Where(o => o != l)), $"seed {seed}: {l} is not needed"));
            Assert.NotEmpty(conflict.ToException().Problems);
            foreach (Relaxation way in conflict.Nearest.Where(n => n.Metric is not null))
            {
                Limit old = named.Single(l => ConflictFinder.Name(l) == way.Name);
                Limit[] others = [.. constraints.Limits.Where(l => l != old)];
                Assert.True(Feasible([.. others, old with { Most = way.Needed }]));
                Assert.False(Feasible([.. others, old with { Most = way.Needed * (1 - 1e-6) }]), $"seed {seed}: less than {way.Words} works too");
            }
        }

        Assert.True(conflicts >= 5, $"{conflicts} conflicts");
    }

    [Fact]
    public void Explain_BestPlan_FlipsWhereItSays()
    {
        int flips = 0;
        for (int seed = 0; seed < 6; seed++)
        {
            var problem = new RandomProblem(seed, 6, 2);
            DecisionSolver solver = problem.Solver();
            Objective objective = Objective.Qpart(1, 0.1, 1);
            Plan chosen = solver.Solve(objective, Constraints.None, problem.Conditions)!;
            foreach (double end in new[] { 1e-4, 1e4 })
            {
                var line = new ConditionLine(t => problem.Conditions.WithLink(0, 1 / t), 1, end);
                if (line.Find(solver, chosen, objective, Constraints.None) is not FlipPoint flip)
                    continue;
                flips++;
                double before = 1 + ((flip.Value - 1) * 0.999), after = 1 + ((flip.Value - 1) * 1.001);
                Assert.Equal(chosen.Placement, solver.Solve(objective, Constraints.None, line.At(before))!.Placement);
                Assert.NotEqual(chosen.Placement, solver.Solve(objective, Constraints.None, line.At(after))!.Placement);
            }

            Explanation words = PlanExplainer.Explain(solver, chosen, objective, new Constraints { Limits = [new Limit(Metric.Drop, 10)] }, problem.Conditions);
            Assert.Contains(chosen.Name, words.Summary);
            Assert.Contains(words.Reasons, r => r.StartsWith("Runner-up: ", StringComparison.Ordinal));
        }

        Assert.True(flips > 3);
    }

    [Fact]
    public void Explain_LimitThatBinds_SaysSo()
    {
        var problem = new RandomProblem(1, 6, 2);
        DecisionSolver solver = problem.Solver();
        Objective objective = Objective.Least(Metric.Latency);
        Plan free = solver.Solve(objective, Constraints.None, problem.Conditions)!;
        var limit = new Limit(Metric.Bytes, free.Of(Metric.Bytes, problem.Conditions) * 0.99);
        var constraints = new Constraints { Limits = [limit] };
        Plan? bound = solver.Solve(objective, constraints, problem.Conditions);
        Assert.NotNull(bound);
        Assert.Contains(PlanExplainer.Explain(solver, bound, objective, constraints, problem.Conditions).Reasons, r => r.StartsWith($"'{ConflictFinder.Name(limit)}' bound", StringComparison.Ordinal));
    }
}
