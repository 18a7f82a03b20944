using Fulcrum.Lab.Deployments;
using Fulcrum.Lab.Emulation;
using Fulcrum.Lab.Processes;
using Fulcrum.Onnx;
using Fulcrum.Planning.Deploying;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;

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
        TierSystem asked = point.Model.Space.System;
        TierLink[] links = [.. asked.Links.Select((l, i) => new TierLink { From = l.From, To = l.To, UpBitsPerSecond = point.Conditions.UpBitsPerSecond[i], DownBitsPerSecond = point.Conditions.DownBitsPerSecond[i], RttSeconds = roundTrips[i] })];
        // In the transport: the predictions were calibrated on such links. No quotas: slow tiers do their work several times.
        var system = new TierSystem([.. asked.Tiers.Select((t, i) => new Tier { Name = t.Name, Slowdown = (int)point.Conditions.Slowdown[i] })], links);
        await using TestBed bed = await TestBed.StartAsync(fulcrum, system, new TestBedOptions { UseNamespaces = false }, CancellationToken.None).ConfigureAwait(false);
        var options = new DeploymentOptions
        {
            Folder = path,
            Data = point.Model.Data,
            Requests = Requests,
            Warmup = Warmup,
            Threads = 1,
        };
        PlanReport report = (await PlanDeployment.RunAsync(bed, options, null, CancellationToken.None).ConfigureAwait(false)).Report;
        Dictionary<string, double> phases = report.Tiers.ToDictionary(t => t.Tier, t => t.Decode.P50 + t.Compute.P50 + t.Encode.P50);
        foreach (LinkReport link in report.Links)
            phases[$"{link.From}-{link.To}"] = link.Transmission.P50;
        return new GridPoint.Execution(report.Total.P50, 1e3 * point.Cost(plan), report.Top1 ?? 0, phases);
    }
}
