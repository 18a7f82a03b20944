using Fulcrum.Data;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>Which calibration samples are for what: none decides on what was fitted to it, and test samples choose nothing.</summary>
/// <param name="Fitted">Those that grids, weights and losses by coding are fitted to.</param>
/// <param name="Thresholds">Those that thresholds of exits are chosen on; the fitted ones may be among them.</param>
/// <param name="HeldOut">Those that decide whether a plan keeps its budget; where calibration samples are too few, the test samples.</param>
public sealed record PlanSamples(DatasetSplit Fitted, DatasetSplit Thresholds, DatasetSplit HeldOut)
{
    private const int FewestHeldOut = 500, MostHeldOut = 2000;

    /// <summary>Shares them out.</summary>
    /// <param name="data">The dataset.</param>
    /// <param name="fitted">The most samples to fit to.</param>
    /// <param name="hasExits">Whether thresholds are to be chosen: they get half of what the fit leaves, the last ones decide.</param>
    public static PlanSamples Of(Dataset data, int fitted, bool hasExits)
    {
        DatasetSplit all = data.Calibration;
        int rest = Math.Max(0, all.Count - fitted), held = Math.Min(hasExits ? rest / 2 : rest, MostHeldOut);
        if (held < FewestHeldOut)
            return new PlanSamples(all.Take(fitted), all, data.Test);
        int start = hasExits ? all.Count - held : fitted;
        return new PlanSamples(all.Take(fitted), all.Take(start), all.Slice("held-out calibration", start, held));
    }
}
