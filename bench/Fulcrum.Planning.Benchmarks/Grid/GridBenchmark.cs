using System.Globalization;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Lab.Processes;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Planning.Benchmarks.Grid;

/// <summary>`grid FULCRUM OUT PROFILE SHARE NAME=MODEL,DATA ...`: 36 pairs of rates, 3 device speeds, every model: our plan against every policy and every plan there is, and a share of the points run for real.</summary>
internal static class GridBenchmark
{
    private static readonly double[] RoundTrips = [4e-3, 20e-3];

    public static async Task RunAsync(string[] args)
    {
        var fulcrum = new FulcrumCommand(args[0], []);
        (string folder, string profile, double share) = (args[1], args[2], double.Parse(args[3], CultureInfo.InvariantCulture));
        string[][] models = [.. args[4..].Select(a => a.Split('=', ',')).Where(m => m.Length == 3)];
        double[] hops = await HopsAsync(fulcrum, folder, profile, models[0]).ConfigureAwait(false);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Tiers: device (1/{string.Join(", 1/", GridSolver.Slowdowns)} of this machine), edge (1/2), cloud (1); round trips 4 and 20 ms, rates {string.Join(", ", GridSolver.Rates.Select(r => r / 1e6))} Mbit/s on each link; loss at most 1 point, once with the input free and once bound to the device. Beyond that the links take {1e3 * hops[0]:0.00} and {1e3 * hops[1]:0.00} ms a request (HTTP, waking up), measured first with a small tensor and counted as part of the round trips."));
        var points = new List<GridPoint>();
        foreach (string[] model in models)
        {
            GridModel measured = GridModel.Measure(model[0], model[1], model[2], Options(profile, hops));
            foreach (bool inputStays in new[] { false, true })
            {
                IReadOnlyList<GridPoint> solved = GridSolver.Solve(measured, inputStays);
                GridReport.Model(solved);
                points.AddRange(solved);
            }
        }

        var random = new Random(1);
        GridPoint[] sample = [.. points.OrderBy(_ => random.Next()).Take((int)(share * points.Count)).OrderBy(p => p.Model.Name, StringComparer.Ordinal)];
        var executor = new GridExecutor(fulcrum, folder);
        var executed = new List<(GridPoint, GridPoint.Execution, string, GridPoint.Execution?)>();
        foreach (GridPoint point in sample)
        {
            (string name, Plan other) = point.BestOther;
            GridPoint.Execution ours = await executor.RunAsync(point, point.Ours, RoundTrips).ConfigureAwait(false);
            executed.Add((point, ours, name, other.Name == point.Ours.Name ? null : await executor.RunAsync(point, other, RoundTrips).ConfigureAwait(false)));
            Console.Error.WriteLine($"{executed.Count} of {sample.Length} points executed");
        }

        File.WriteAllLines(Path.Combine(folder, "executions.csv"), executed.Select(e => GridReport.Row(e.Item1, e.Item2)).Prepend("model,input_stays,slowdown,up_0,up_1,plan,predicted_ms,measured_ms,phase,phase_ms"));
        if (executed.Count > 0)
            GridReport.Executions(executed);
    }

    /// <summary>What each link takes beyond its round trip and its bytes at its rate: the transmission of a small tensor through the imitated links, HTTP and waking up included.</summary>
    private static async Task<double[]> HopsAsync(FulcrumCommand fulcrum, string folder, string profile, string[] model)
    {
        GraphPlanOptions options = Options(profile, [0, 0]);
        GridModel measured = GridModel.Measure(model[0], model[1], model[2], options);
        Plan remote = measured.Space.Place([measured.Space.Variant.Map.AllInTail, measured.Space.Variant.Map.AllInTail]);
        Conditions conditions = Conditions.Of(options.System);
        GridPoint.Execution execution = await new GridExecutor(fulcrum, folder).RunAsync(new GridPoint(measured, false, conditions, remote, new Dictionary<string, Plan?>(), 0), remote, RoundTrips).ConfigureAwait(false);
        return [.. RoundTrips.Select((rtt, l) => (1e-3 * execution.PhasesMs[$"{options.System.Links[l].From}-{options.System.Links[l].To}"]) - rtt - (8 * remote.Links[l].Bytes / conditions.UpBitsPerSecond[l]))];
    }

    private static GraphPlanOptions Options(string profile, IReadOnlyList<double> hops) => new()
    {
        System = new TierSystem(
            [new Tier { Name = "device", Profile = profile }, new Tier { Name = "edge", Profile = profile }, new Tier { Name = "cloud", Profile = profile }],
            [Link("device", "edge", RoundTrips[0] + hops[0]), Link("edge", "cloud", RoundTrips[1] + hops[1])]),
    };

    private static TierLink Link(string from, string to, double rtt) => new() { From = from, To = to, UpBitsPerSecond = 1e8, DownBitsPerSecond = 1e8, RttSeconds = rtt };
}
