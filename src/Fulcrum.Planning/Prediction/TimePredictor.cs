using Fulcrum.Graphs;
using Fulcrum.Planning.Profiles;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Prediction;

/// <summary>Says how long parts of models take on a machine: measured times where the machine's profile knows the model, fits by op where it knows the ops, the clock otherwise.</summary>
public sealed class TimePredictor
{
    private readonly IReadOnlyList<ModelProfile> _models;
    private readonly IReadOnlyDictionary<(string Precision, string Op), OpFit> _fits;
    private readonly Func<string, double> _secondsPerMac;

    /// <summary>A machine that was measured.</summary>
    public TimePredictor(MachineProfile profile)
        : this(profile.Models, profile.Fits, precision => profile.Modelled.CyclesFor(precision) / profile.Modelled.ClockHz)
    {
    }

    /// <summary>A device of which only constants are known: everything is modelled.</summary>
    public TimePredictor(DeviceProfile device)
        : this([], [], _ => device.CyclesPerMac / device.ClockHz)
    {
    }

    internal TimePredictor(IReadOnlyList<ModelProfile> models, IReadOnlyList<OpFit> fits, Func<string, double> secondsPerMac) =>
        (_models, _fits, _secondsPerMac) = (models, fits.ToDictionary(f => (f.Precision, f.Op)), secondsPerMac);

    /// <summary>The times of a model.</summary>
    /// <param name="model">Any well-formed model.</param>
    /// <param name="sha256">Hash of its file, by which the profile knows it; null for a model that has none.</param>
    /// <param name="dims">Sizes of symbolic dimensions; others count 1. A model that was measured with other sizes counts as unknown.</param>
    /// <exception cref="InputException"><c>profile-foreign</c> when the profile's nodes are not those of the model.</exception>
    public ModelTimes For(Model model, string? sha256 = null, IReadOnlyDictionary<string, long>? dims = null) =>
        new(model, _models.FirstOrDefault(m => m.Sha256 == sha256 && AreEqual(m.Dims, dims)), dims, Unmeasured);

    private TimeEstimate Unmeasured(string precision, string op, long macs, long bytes) => _fits.TryGetValue((precision, op), out OpFit? fit)
        ? new TimeEstimate((1e-3 * fit.OverheadMs) + (1e-9 * ((fit.NsPerMac * macs) + (fit.NsPerByte * bytes))), TimeSource.Fitted)
        : new TimeEstimate(_secondsPerMac(precision) * macs, TimeSource.Modelled);

    private static bool AreEqual(IReadOnlyDictionary<string, long> a, IReadOnlyDictionary<string, long>? b) =>
        a.Keys.Union(b?.Keys ?? []).All(k => a.GetValueOrDefault(k, 1) == (b?.GetValueOrDefault(k, 1) ?? 1));
}
