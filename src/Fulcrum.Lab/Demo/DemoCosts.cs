using Fulcrum.Lab.Processes;
using Fulcrum.Planning.Costs;
using Fulcrum.Planning.Online;
using Fulcrum.Planning.Patterns;

namespace Fulcrum.Lab.Demo;

/// <summary>Puts the cost model beside what was executed.</summary>
internal sealed class DemoCosts(OnlinePlanner planner, PlanningRequest request)
{
    private readonly CostModel _model = new(request.Device, request.Link, request.Server, request.Weights);
    private readonly IReadOnlyList<Candidate> _candidates = planner.Candidates(request);

    public OnlinePlanner Planner => planner;

    public PlanningRequest Request => request;

    public PatternSet Patterns => planner.Patterns;

    /// <summary>An executed run with its predicted cost.</summary>
    public DemoPattern ToPattern(DeviceRun run)
    {
        CostBreakdown cost = _candidates.Single(c => c.Pattern.Cut == run.Cut && c.Pattern.Level == run.Level).Cost;
        return new DemoPattern
        {
            Cut = run.Cut,
            Name = DecisionExplainer.CutName(run.Cut, Patterns.Layers.Count),
            Level = run.Level,
            Bits = run.Bits,
            CutBits = run.CutBits,
            PayloadBytes = run.PayloadBytes,
            Fp32Bytes = run.Fp32Bytes,
            PayloadRatio = run.PayloadRatio,
            CutTensorBytes = run.CutTensorBytes,
            Top1 = run.Top1,
            Interval = run.Interval,
            DropPoints = run.DropPoints ?? 0,
            DropInterval = run.DropInterval ?? [0, 0],
            Objective = cost.Objective,
            Modelled = Modelled(cost),
            MeasuredMs = new DemoPhases(run.Latency.Device.P50, run.Latency.Uplink.P50, run.Latency.Server.P50, run.Latency.Downlink.P50),
        };
    }

    /// <summary>The predicted cost of something that is no pattern.</summary>
    /// <param name="downloadBytes">Weights sent to the device once.</param>
    /// <param name="uplinkBytes">Bytes sent per request.</param>
    /// <param name="deviceMacs">Work on the device.</param>
    /// <param name="serverMacs">Work on the server.</param>
    public CostBreakdown Of(double downloadBytes, double uplinkBytes, double deviceMacs, double serverMacs) =>
        _model.Evaluate(new Workload(downloadBytes / request.ExpectedRequests, uplinkBytes, deviceMacs, serverMacs));

    public static ModelledCost Modelled(CostBreakdown cost) => new(
        cost.DownloadSeconds, cost.DeviceSeconds, cost.UplinkSeconds, cost.ServerSeconds, cost.TotalSeconds, cost.EnergyJoules, cost.CostUsd);
}
