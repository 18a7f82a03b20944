using System.Globalization;
using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Ops.Analysis;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Partition;

/// <summary>
/// The cut with the least time from a request to its answer: head on the device, cut tensors over the link, tail on the server (Kang et al. 2017, Neurosurgeon). Computed from multiply-accumulates,
/// or from run times of the parts on this machine.
/// </summary>
internal sealed class LatencyChoice
{
    /// <summary>Loading two models for each of hundreds of cuts takes minutes: the best by estimate are measured.</summary>
    private const int MostMeasured = 16;

    private readonly Model _model;
    private readonly TierSpeeds _speeds;
    private readonly (Cut Cut, LatencyEstimate Time)[] _estimates;
    private readonly long _inputBytes, _macs;
    private readonly int _unknown;

    /// <exception cref="InputException"><c>cut-unknown</c> when the model cannot be cut; <c>partition-size-unknown</c> when nothing is known about what crosses.</exception>
    public LatencyChoice(Model model, TierSpeeds speeds)
    {
        (_model, _speeds) = (model, speeds);
        ModelSummary summary = ModelAnalyser.Summarise(model);
        IReadOnlyList<Cut> cuts = CutFinder.Find(model).Cuts;
        if (cuts.Count == 0)
            throw new InputException("cut-unknown", model.Graph.Name, "The model has no cuts.", "Run it whole.");
        _estimates = [.. cuts.Where(c => c.Bytes is not null).Select(c => (c, new LatencyEstimate(speeds.OnDevice(c.HeadMacs), speeds.OnLink(c.Bytes!.Value), speeds.OnServer(c.TailMacs))))];
        if (_estimates.Length == 0 || summary.InputBytes is null)
            throw new InputException("partition-size-unknown", model.Graph.Name, "Nothing is known about the bytes that would cross.", "Give the inputs shapes: fulcrum inspect MODEL shows them.");
        (_inputBytes, _macs, _unknown) = (summary.InputBytes.Value, summary.Macs, summary.UnknownMacs);
    }

    /// <summary>The cut and why, from the work of both sides.</summary>
    public (Cut Cut, IReadOnlyList<string> Notes) Estimate()
    {
        (Cut cut, LatencyEstimate time) = _estimates.MinBy(e => e.Time.Total);
        string speeds = string.Create(CultureInfo.InvariantCulture, $"device {_speeds.DeviceGflops} GFLOPS, server {_speeds.ServerGflops} GFLOPS, {_speeds.Rate} Mbit/s, {_speeds.Delay} ms delay, unknown sizes counted as 1");
        string unknown = _unknown == 0 ? "" : $"; {_unknown} nodes of unknown work count nothing";
        return (cut, [$"partition: by estimated latency ({speeds}{unknown})", .. Compare("estimated", time, new LatencyEstimate(_speeds.OnDevice(_macs), 0, 0), new LatencyEstimate(0, _speeds.OnLink(_inputBytes), _speeds.OnServer(_macs)))]);
    }

    /// <summary>The cut and its times, from runs on this machine.</summary>
    /// <param name="slowdown">How many times slower the device is.</param>
    /// <param name="context">What runs the parts.</param>
    public (Cut Cut, IReadOnlyList<string> Notes, IReadOnlyList<string> Measured) Measure(double slowdown, OperatorContext context)
    {
        var timer = new SegmentTimer(_model, context.Runner, context.Seed, context.Cancellation);
        (Cut Cut, LatencyEstimate Time)[] best = [.. _estimates.OrderBy(e => e.Time.Total).Take(MostMeasured)];
        var timed = new List<(Cut Cut, LatencyEstimate Time)>();
        foreach ((Cut cut, _) in best)
        {
            context.Progress?.Report(new WorkProgress("Timing cuts", timed.Count, best.Length));
            (double head, double tail) = timer.Time(cut);
            timed.Add((cut, new LatencyEstimate(head * slowdown, _speeds.OnLink(cut.Bytes!.Value), tail)));
        }

        double whole = timer.TimeWhole();
        (Cut chosen, LatencyEstimate time) = timed.MinBy(t => t.Time.Total);
        string how = string.Create(CultureInfo.InvariantCulture, $"partition: by latency timed on this machine (device {slowdown} times slower, {_speeds.Rate} Mbit/s, {_speeds.Delay} ms delay), {best.Length} of {_estimates.Length} cuts: measured.json");
        return (chosen, [how],
        [
            .. Compare("measured", time, new LatencyEstimate(whole * slowdown, 0, 0), new LatencyEstimate(0, _speeds.OnLink(_inputBytes), whole)),
            .. timed.Select(t => $"partition: at {t.Cut.Name}: {t.Time}"),
        ]);
    }

    private static IEnumerable<string> Compare(string how, LatencyEstimate split, LatencyEstimate device, LatencyEstimate server)
    {
        yield return $"partition: {how} {split} split";
        yield return $"partition: {how} {device} all on the device";
        yield return $"partition: {how} {server} with the input sent";
        if (Math.Min(device.Total, server.Total) is double least && least <= split.Total)
            yield return $"partition: splitting loses: {(device.Total <= server.Total ? "all on the device" : "sending the input")} takes less time";
    }
}
