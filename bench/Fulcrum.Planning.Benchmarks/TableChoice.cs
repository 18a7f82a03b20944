using System.Diagnostics;
using System.Globalization;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tables;
using Fulcrum.Planning.Tests.Deciding;

namespace Fulcrum.Planning.Benchmarks;

/// <summary>How long the table of a 500-node graph takes to compile, and single choices from it.</summary>
internal static class TableChoice
{
    private static readonly double[] Rates = [1e6, 1e7, 5e7, 1e8, 1.5e8, 2e8];

    public static void Print()
    {
        foreach (bool residual in new[] { true, false })
        {
            var problem = new RandomProblem(1, 500, 3, everyCut: false, residual);
            var grid = new ConditionGrid
            {
                Rates = new Dictionary<int, IReadOnlyList<double>> { [0] = Rates, [1] = Rates },
                Slowdowns = new Dictionary<int, IReadOnlyList<double>> { [0] = [0.25, 1, 4] },
            };
            var constraints = new Constraints { Limits = [new Limit(Metric.Drop, 0.5)], TierMemory = false };
            TimeSpan worked = Process.GetCurrentProcess().TotalProcessorTime;
            long started = Stopwatch.GetTimestamp();
            var space = new VariantSpace(problem.Variant, problem.System);
            int cuts = space.CutCount;
            CompiledTable compiled = TableCompiler.Compile(new DecisionSolver(space), Objective.Qpart(1, 0.1, 10), constraints, grid, new TableOptions { Rounds = 0 });
            TimeSpan spent = Process.GetCurrentProcess().TotalProcessorTime - worked;
            Say($"{(residual ? "residual" : "random")} graph, 500 nodes: {cuts} cuts, {space.CutCount} with minimum cuts; grid of {compiled.GridPlans.Count} points, {compiled.Table.Plans.Count} rows: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, {spent.TotalSeconds:0.0} s of processor");
            Choose(compiled.Table, grid.Points(problem.System));
        }
    }

    private static void Choose(DecisionTable table, IReadOnlyList<Conditions> points)
    {
        double[] microseconds = new double[100_000];
        long allocated = 0;
        for (int i = -20_000; i < microseconds.Length; i++)
        {
            Conditions point = points[(i + 20_000) % points.Count];
            if (i == 0)
                allocated = GC.GetAllocatedBytesForCurrentThread();
            long started = Stopwatch.GetTimestamp();
            table.Choose(point);
            if (i >= 0)
                microseconds[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Array.Sort(microseconds);
        Say($"choice: p50 {microseconds[50_000]:0.00} us, p99 {microseconds[99_000]:0.00} us, p99.9 {microseconds[99_900]:0.00} us, {allocated} bytes allocated");
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
