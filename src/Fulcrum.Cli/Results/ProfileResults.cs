using Fulcrum.Planning.Profiles;

namespace Fulcrum.Cli.Results;

/// <summary>Result of `profile`: what the file holds, with nodes and segments of all models in one list each.</summary>
internal sealed record ProfileResult(
    string Path, MachineEnvironment Environment, IReadOnlyList<ProfiledResult> Models, IReadOnlyList<ProfiledNode> Nodes, IReadOnlyList<ProfiledSegment> Segments, IReadOnlyList<OpFit> Fits, ClockModel Modelled, MeasuredLink? Link)
{
    public static ProfileResult Of(string path, MachineProfile profile) => new(
        path, profile.Environment, [.. profile.Models.Select(m => new ProfiledResult(m.Name, m.Sha256, m.Precision, m.Macs, m.Whole, m.Control, m.UnattributedMs, m.Errors))],
        [.. profile.Models.SelectMany(m => m.Nodes.Select(n => new ProfiledNode(m.Name, m.Precision, n.Index, n.Name, n.Op, n.Kernel, n.Ms, n.Macs, n.Bytes)))],
        [.. profile.Models.SelectMany(m => m.Segments.Select(s => new ProfiledSegment(m.Name, m.Precision, s.Cut, s.Depth, s.HeadMacs, s.HeadMs, s.TailMs, s.Samples)))],
        profile.Fits, profile.Modelled, profile.Link);
}

/// <summary>One model of a profile.</summary>
internal sealed record ProfiledResult(string Name, string Sha256, string Precision, long Macs, TimeSummary Whole, ControlRatio Control, double UnattributedMs, IReadOnlyList<PredictionError> Errors);

/// <summary>One node of a model.</summary>
internal sealed record ProfiledNode(string Model, string Precision, int Index, string Name, string Op, string? Kernel, double Ms, long? Macs, long? Bytes);

/// <summary>One cut of a model.</summary>
internal sealed record ProfiledSegment(string Model, string Precision, string Cut, double Depth, long HeadMacs, double HeadMs, double TailMs, int Samples);
