using Fulcrum.Problems;

namespace Fulcrum.Planning.Profiles;

/// <summary>Checks a profile that comes from a file.</summary>
internal sealed class ProfileValidator
{
    private static readonly string[] Methods = ["composed", "fitted", "fitted_elsewhere", "modelled"];
    private readonly List<Problem> _problems = [];
    private readonly string _path;

    private ProfileValidator(string path) => _path = path;

    public static IReadOnlyList<Problem> Check(MachineProfile profile, string path)
    {
        if (profile.Format != MachineProfile.CurrentFormat)
            return [new Problem("profile-format", $"{path}: format", $"The file has format {profile.Format}, this program reads {MachineProfile.CurrentFormat}.", "Measure again: fulcrum profile.")];
        var validator = new ProfileValidator(path);
        validator.Check(profile);
        return validator._problems;
    }

    private void Check(MachineProfile profile)
    {
        MachineEnvironment environment = profile.Environment;
        Require(environment.Cores > 0 && environment.Threads > 0, "environment", "Cores and threads are at least 1.");
        Require(environment.CpuQuota is null || IsPositive(environment.CpuQuota.Value), "environment.cpu_quota", "A quota is more than 0 cores.");
        Require(IsPositive(profile.Modelled.ClockHz) && IsPositive(profile.Modelled.Kappa), "modelled", "Clock and kappa are more than 0.");
        Require(profile.Modelled.CyclesPerMac.All(c => IsPositive(c.Cycles) && IsPrecision(c.Precision)) && AreDistinct(profile.Modelled.CyclesPerMac.Select(c => c.Precision)), "modelled.cycles_per_mac", "Cycles are more than 0, one for a precision.");
        Require(AreDistinct(profile.Models.Select(m => m.Sha256)), "models", "A model is there twice.");
        for (int i = 0; i < profile.Models.Count; i++)
            Check(profile.Models[i], $"models[{i}]");
        Require(AreDistinct(profile.Fits.Select(f => (f.Precision, f.Op))), "fits", "An op is there twice.");
        for (int i = 0; i < profile.Fits.Count; i++)
            Require(profile.Fits[i] is var f && IsPrecision(f.Precision) && IsTime(f.OverheadMs) && IsTime(f.NsPerMac) && IsTime(f.NsPerByte) && f.Nodes > 0, $"fits[{i}]", "A figure of the fit is out of range.");
        Require(profile.Link is not { } l || (IsPositive(l.UpBitsPerSecond) && IsPositive(l.DownBitsPerSecond) && IsTime(l.RttMs) && IsTime(l.JitterMs) && l.Probes > 0), "link", "A figure of the link is out of range.");
    }

    private void Check(ModelProfile model, string place)
    {
        Require(model.Sha256.Length == 64 && model.Sha256.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f'), $"{place}.sha256", "This is no SHA-256 in lower-case hex.");
        Require(IsPrecision(model.Precision), $"{place}.precision", $"'{model.Precision}' is no precision: fp32 or int8.");
        Require(model.Dims.Values.All(d => d > 0), $"{place}.dims", "Sizes are at least 1.");
        Require(model.Macs >= 0, $"{place}.macs", "Work is not negative.");
        Require(IsTime(model.UnattributedMs), $"{place}.unattributed_ms", "A time is finite and not negative.");
        TimeSummary whole = model.Whole;
        Require(IsPositive(whole.MedianMs) && IsPositive(whole.MeanMs) && whole.MedianMs <= whole.P95Ms && whole.P95Ms <= whole.P99Ms && double.IsFinite(whole.P99Ms) && IsTime(whole.Spread) && whole.Samples > 0, $"{place}.whole", "Times are more than 0 and ascend from median to p99.");
        Require(IsPositive(model.Control.Low) && model.Control.Low <= model.Control.High && double.IsFinite(model.Control.High) && IsPositive(model.Control.Ratio), $"{place}.control", "Ratios are more than 0 and ascend from low to high.");
        Require(AreDistinct(model.Nodes.Select(n => n.Index)), $"{place}.nodes", "A node is there twice.");
        for (int i = 0; i < model.Nodes.Count; i++)
            Require(model.Nodes[i] is { Index: >= 0, Macs: null or >= 0, Bytes: null or >= 0 } n && IsTime(n.Ms), $"{place}.nodes[{i}]", "A figure of the node is out of range.");
        Require(AreDistinct(model.Segments.Select(s => s.Cut)), $"{place}.segments", "A cut is there twice.");
        for (int i = 0; i < model.Segments.Count; i++)
            Require(model.Segments[i] is { Depth: >= 0 and <= 1, HeadMacs: >= 0, Samples: > 0 } s && IsTime(s.HeadMs) && IsTime(s.TailMs), $"{place}.segments[{i}]", "A figure of the segment is out of range.");
        for (int i = 0; i < model.Errors.Count; i++)
            Require(model.Errors[i] is { Segments: > 0 } e && IsTime(e.Median) && IsTime(e.P90) && Methods.Contains(e.Method), $"{place}.errors[{i}]", $"A figure is out of range, or the method is none of {string.Join(", ", Methods)}.");
    }

    private static bool IsTime(double value) => double.IsFinite(value) && value >= 0;

    private static bool IsPositive(double value) => double.IsFinite(value) && value > 0;

    private static bool IsPrecision(string precision) => precision is Precision.Fp32 or Precision.Int8;

    private static bool AreDistinct<T>(IEnumerable<T> values) => values.GroupBy(v => v).All(g => g.Count() == 1);

    private void Require(bool holds, string where, string message)
    {
        if (!holds)
            _problems.Add(new Problem("profile-value", $"{_path}: {where}", message, "Measure again: fulcrum profile."));
    }
}
