namespace Fulcrum.Operators.Exits;

/// <summary>Plans in words.</summary>
internal static class ExitNotes
{
    public static string Threshold(ExitPoint point) => point.Threshold > 1 ? "never left" : FormattableString.Invariant($"left from confidence {point.Threshold:0.0000}");

    public static string Expected(string place, ExitPlan plan) => FormattableString.Invariant(
        $"{place}: thresholds chosen for at most {plan.MaxDrop:0.##} points lost on the calibration split, where {100 * plan.ExpectedMacs:0.0} % of the work is done on average");
}
