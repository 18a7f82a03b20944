using System.Diagnostics;
using Fulcrum.Cuts;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tables;
using Fulcrum.Planning.Tests.Baselines;
using Fulcrum.Planning.Tests.Deciding;

namespace Fulcrum.Planning.Tests.Tables;

public sealed class LargeGraphTests
{
    [Fact]
    public void Time()
    {
        for (int seed = 0; seed < 3; seed++)
        {
            var w = Stopwatch.StartNew();
            var problem = new RandomProblem(seed, 500, 3, everyCut: false);
            var space = new VariantSpace(problem.Variant, problem.System);
            Console.WriteLine($"space {w.Elapsed.TotalSeconds:0.0} s, {space.CutCount} cuts");
            var solver = new DecisionSolver(space);
            Objective objective = Objective.Qpart(1, 1, 1);
            Constraints constraints = new() { Limits = [new Limit(Metric.Drop, 1)] };
            var points = PolicyTests.Grid.Points(problem.System);
            solver.Prepare(objective, constraints, points);
            Console.WriteLine($"prepare {w.Elapsed.TotalSeconds:0.0} s, {space.CutCount} cuts");
            foreach (var p in points) solver.Solve(objective, Constraints.None, p);
            Console.WriteLine($"solve {w.Elapsed.TotalSeconds:0.0} s, {space.CutCount} cuts");
            foreach (var p in points) solver.Solve(objective, constraints, p);
            Console.WriteLine($"solve limited {w.Elapsed.TotalSeconds:0.0} s, {space.CutCount} cuts");
        }
    }
}
