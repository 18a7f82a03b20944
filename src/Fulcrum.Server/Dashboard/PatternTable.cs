using Fulcrum.Planning.Online;
using Fulcrum.Planning.Patterns;

namespace Fulcrum.Server.Dashboard;

/// <summary>A planned model: its patterns with what they are predicted to cost under standard conditions (docs/protocol.md).</summary>
internal sealed record PatternTable(
    string Name, string Version, string ModelSha256, int CalibrationSamples, PatternConditions Assumed, IReadOnlyList<PatternLayer> Layers, IReadOnlyList<PatternCut> Cuts, IReadOnlyList<PatternRow> Patterns)
{
    public static PatternTable Of(string name, string version, OnlinePlanner planner)
    {
        PatternSet set = planner.Patterns;
        var request = new PlanningRequest();
        IReadOnlyList<Candidate> candidates = planner.Candidates(request);
        bool OnFront(Candidate one) => !candidates.Any(other => other.Cost.TotalSeconds <= one.Cost.TotalSeconds && other.Pattern.CalibrationDropHigh <= one.Pattern.CalibrationDropHigh
            && (other.Cost.TotalSeconds < one.Cost.TotalSeconds || other.Pattern.CalibrationDropHigh < one.Pattern.CalibrationDropHigh));
        return new PatternTable(
            name, version, set.ModelHash, set.CalibrationSamples,
            new PatternConditions(request.Device.CyclesPerMac, request.Device.ClockHz, request.Server.CyclesPerMac, request.Server.ClockHz, request.Link.BitsPerSecond, request.ExpectedRequests),
            [.. set.Layers.Select(l => new PatternLayer(l.Name, l.Weight, l.WeightCount, l.Macs))],
            [.. set.Cuts.Select((c, i) => new PatternCut(i, c.Tensor, c.Elements))],
            [.. candidates.Select(c => Row(c, OnFront(c)))]);
    }

    private static PatternRow Row(Candidate candidate, bool isOnFront)
    {
        Pattern p = candidate.Pattern;
        return new PatternRow(
            p.Cut, p.Level, p.WeightBits, p.CutTensor.Bits, p.CutTensorBytes, p.SegmentBytes, p.Fp32Bytes, p.CalibrationDrop, p.CalibrationDropHigh,
            new PatternCost(
                candidate.Cost.DownloadSeconds, candidate.Cost.DeviceSeconds, candidate.Cost.UplinkSeconds, candidate.Cost.ServerSeconds, candidate.Cost.TotalSeconds, candidate.Cost.EnergyJoules, candidate.Cost.CostUsd, candidate.Cost.Objective),
            isOnFront);
    }
}

/// <summary>What predictions assume.</summary>
internal sealed record PatternConditions(double DeviceCyclesPerMac, double DeviceClockHz, double ServerCyclesPerMac, double ServerClockHz, double LinkBitsPerSecond, double ExpectedRequests);

/// <summary>A layer.</summary>
internal sealed record PatternLayer(string Name, string Weight, long Weights, long Macs);

/// <summary>A cut.</summary>
internal sealed record PatternCut(int Cut, string Tensor, int Elements);

/// <summary>A pattern; on the front where no other is both as fast and as careful, and better in one.</summary>
internal sealed record PatternRow(
    int Cut, double Level, IReadOnlyList<int> WeightBits, int CutBits, long CutTensorBytes, long SegmentBytes, long Fp32Bytes, double CalibrationDropPoints, double CalibrationDropHighPoints, PatternCost Predicted, bool OnFront);

/// <summary>Predicted cost of one request.</summary>
internal sealed record PatternCost(double DownloadSeconds, double DeviceSeconds, double UplinkSeconds, double ServerSeconds, double TotalSeconds, double EnergyJoules, double CostUsd, double Objective);
