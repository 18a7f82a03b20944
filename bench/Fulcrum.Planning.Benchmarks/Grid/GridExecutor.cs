using Fulcrum.Lab.Deployments;
using Fulcrum.Lab.Processes;
using Fulcrum.Onnx;
using Fulcrum.Planning.Deploying;
using Fulcrum.Planning.Placements;
using Fulcrum.Stages.Links;

namespace Fulcrum.Planning.Benchmarks.Grid;

/// <summary>Runs plans for real: a process for each tier, links imitated in the transport, slow tiers by doing their work several times.</summary>
internal sealed class GridExecutor(FulcrumCommand fulcrum, string folder)
{
    private const int Requests = 30, Warmup = 5;

    /// <param name="point">Where.</param>
    /// <param name="plan">What.</param>
    /// <param name="roundTrips">Seconds of each link's round trip to imitate.</param>
    public async Task<GridPoint.Execution> RunAsync(GridPoint point, Plan plan, IReadOnlyList<double> roundTrips)
    {
        string path = Path.Combine(folder, "plan");
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        new PlanFolderMaker(OnnxFile.Serialize).Write(path, plan, point.Model.Prepared.Variant, new PlanSource(point.Model.Name, point.Model.Prepared.Sha256!));
        string[] tiers = [.. point.Model.Space.System.Tiers.Select(t => t.Name)];
        var options = new DeploymentOptions
        {
            Folder = path,
            Data = point.Model.Data,
            Requests = Requests,
            Warmup = Warmup,
            Threads = 1,
            Slowdowns = tiers.Select((t, i) => (t, Times: (int)point.Conditions.Slowdown[i])).ToDictionary(t => t.t, t => t.Times),
            Links = roundTrips.Select((rtt, i) => (Name: tiers[i], Shape: new LinkShape(point.Conditions.UpBitsPerSecond[i], point.Conditions.DownBitsPerSecond[i], TimeSpan.FromSeconds(rtt)))).ToDictionary(l => l.Name, l => l.Shape),
        };
        PlanReport report = (await PlanDeployment.RunAsync(fulcrum, options, null, CancellationToken.None).ConfigureAwait(false)).Report;
        Dictionary<string, double> phases = report.Tiers.ToDictionary(t => t.Tier, t => t.Decode.P50 + t.Compute.P50 + t.Encode.P50);
        foreach (LinkReport link in report.Links)
            phases[$"{link.From}-{link.To}"] = link.Transmission.P50;
        return new GridPoint.Execution(report.Total.P50, 1e3 * point.Cost(plan), report.Top1 ?? 0, phases);
    }
}
