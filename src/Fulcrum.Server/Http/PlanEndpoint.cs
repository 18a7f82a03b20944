using Fulcrum.Planning.Online;
using Fulcrum.Planning.Patterns;
using Fulcrum.Planning.Profiles;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Server.Chains;

namespace Fulcrum.Server.Http;

/// <summary>Answers a device's request with a plan.</summary>
internal static class PlanEndpoint
{
    public static PlanMessage Answer(ChainState model, PlanRequestMessage message)
    {
        ChainSnapshot snapshot = model.Snapshot;
        PlanningRequest request = ToRequest(message);
        Decision decision = snapshot.Planner.Choose(request);
        Pattern pattern = decision.Chosen.Pattern;
        bool pinned = message.Cut is not null;
        return new PlanMessage(
            snapshot.Name, snapshot.Version, snapshot.Patterns.ModelHash, snapshot.Chain.Depth, pattern.Cut, pattern.Level, pattern.WeightBits,
            Segment(pattern), CutTensor(snapshot, pattern), snapshot.OutputElements, Predict(decision.Chosen),
            DecisionExplainer.Summary(snapshot.Patterns, decision), pinned ? [] : DecisionExplainer.Reasons(snapshot.Planner, request, decision));
    }

    private static SegmentMessage? Segment(Pattern pattern) =>
        pattern.Cut == 0 ? null : new SegmentMessage(pattern.SegmentId, pattern.SegmentBytes, pattern.Fp32Bytes);

    private static CutTensorMessage CutTensor(ChainSnapshot snapshot, Pattern pattern) => new(
        snapshot.Chain.CutTensor(pattern.Cut).Name, snapshot.Chain.CutElements(pattern.Cut),
        pattern.CutTensor.Bits, pattern.CutTensor.Scale, pattern.CutTensor.ZeroPoint, pattern.CutTensorBytes);

    private static PredictionMessage Predict(Candidate chosen) => new(
        chosen.Cost.DownloadSeconds, chosen.Cost.DeviceSeconds, chosen.Cost.UplinkSeconds, chosen.Cost.ServerSeconds,
        chosen.Cost.EnergyJoules, chosen.Cost.CostUsd, chosen.Cost.Objective);

    private static PlanningRequest ToRequest(PlanRequestMessage m)
    {
        var standard = new PlanningRequest();
        return standard with
        {
            MaxDropPoints = m.MaxDropPoints ?? m.Level ?? standard.MaxDropPoints,
            Device = new DeviceProfile
            {
                CyclesPerMac = m.DeviceCyclesPerMac ?? standard.Device.CyclesPerMac,
                ClockHz = m.DeviceClockHz ?? standard.Device.ClockHz,
                Kappa = m.DeviceKappa ?? standard.Device.Kappa,
                TransmitWatts = m.DeviceTransmitWatts ?? standard.Device.TransmitWatts,
                MemoryBytes = m.DeviceMemoryBytes ?? standard.Device.MemoryBytes,
            },
            Link = new LinkProfile { BitsPerSecond = m.LinkBitsPerSecond ?? standard.Link.BitsPerSecond },
            Weights = new ObjectiveWeights { Omega = m.Omega ?? standard.Weights.Omega, Tau = m.Tau ?? standard.Weights.Tau, Eta = m.Eta ?? standard.Weights.Eta },
            ExpectedRequests = m.ExpectedRequests ?? standard.ExpectedRequests,
            RawInputStays = m.RawInputStays,
            HeldSegments = m.HeldSegments is { Count: > 0 } held ? held.ToHashSet() : standard.HeldSegments,
            Cut = m.Cut,
            Level = m.Level,
        };
    }
}
