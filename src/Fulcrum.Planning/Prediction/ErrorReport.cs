using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Planning.Profiles;

namespace Fulcrum.Planning.Prediction;

/// <summary>Holds predictions against the heads that were timed, which no fit has seen.</summary>
public static class ErrorReport
{
    /// <summary>The errors of each way of predicting.</summary>
    /// <param name="model">The model.</param>
    /// <param name="measured">Its times.</param>
    /// <param name="profile">The machine's profile, this model and perhaps others in it.</param>
    public static IReadOnlyList<PredictionError> Of(Model model, ModelProfile measured, MachineProfile profile)
    {
        Dictionary<string, Cut> cuts = CutFinder.BlockBoundaries(model).ToDictionary(c => c.Name);
        (Cut Cut, double Seconds)[] heads = [.. measured.Segments.Where(s => s.HeadMs > 0 && cuts.ContainsKey(s.Cut)).Select(s => (cuts[s.Cut], 1e-3 * s.HeadMs))];
        if (heads.Length == 0)
            return [];
        ModelProfile[] others = [.. profile.Models.Where(m => m.Sha256 != measured.Sha256 && m.Precision == measured.Precision)];
        double SecondsPerMac(string precision) => profile.Modelled.CyclesFor(precision) / profile.Modelled.ClockHz;
        PredictionError Judge(string method, ModelTimes times)
        {
            double[] errors = [.. heads.Select(h => Math.Abs(times.Sum(h.Cut.HeadNodes).Seconds - h.Seconds) / h.Seconds).Order()];
            return new PredictionError(method, At(errors, 0.5), At(errors, 0.9), errors.Length);
        }

        List<PredictionError> found =
        [
            Judge("composed", new TimePredictor([measured], [], SecondsPerMac).For(model, measured.Sha256, measured.Dims)),
            Judge("fitted", new TimePredictor([], profile.Fits, SecondsPerMac).For(model, null, measured.Dims)),
        ];
        if (others.Length > 0)
            found.Add(Judge("fitted_elsewhere", new TimePredictor([], OpFitter.Fit(others), SecondsPerMac).For(model, null, measured.Dims)));
        found.Add(Judge("modelled", new TimePredictor([], [], SecondsPerMac).For(model, null, measured.Dims)));
        return found;
    }

    private static double At(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
