using System.Globalization;
using Fulcrum.Planning.Patterns;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Online;

/// <summary>Says why a pattern, or all of them, are ruled out, and what would let one in.</summary>
internal static class Infeasible
{
    /// <summary>The first constraint that a pattern breaks.</summary>
    public static string Reason(PlanningRequest request, Pattern pattern)
    {
        if (pattern.Level > request.MaxDropPoints)
            return "accuracy";
        if (pattern.Fp32Bytes > request.Device.MemoryBytes)
            return "memory";
        return request.RawInputStays && pattern.Cut == 0 ? "raw input stays" : "pinned elsewhere";
    }

    public static InputException Explain(OnlinePlanner planner, PlanningRequest request)
    {
        IReadOnlyList<Pattern> all = planner.Patterns.Patterns;
        if (!all.Any(p => (request.Cut ?? p.Cut) == p.Cut && (request.Level ?? p.Level) == p.Level))
            return Error(request.Cut is null ? "level" : "cut", "No pattern has the cut and level asked for.", $"Cuts are 0 to {planner.Patterns.Layers.Count}; levels are 0, {string.Join(", ", planner.Patterns.Levels.Select(Text))}.");
        Pattern[] pinned = [.. all.Where(p => (request.Cut ?? p.Cut) == p.Cut && (request.Level ?? p.Level) == p.Level && !(request.RawInputStays && p.Cut == 0))];
        if (pinned.Length == 0)
            return Error("raw_input_stays", "The input must stay on the device, and the cut asked for sends it.", "Allow another cut.");
        Pattern[] accurate = [.. pinned.Where(p => p.Level <= request.MaxDropPoints)];
        return accurate.Length == 0
            ? Error("max_drop_points", $"No pattern keeps within {Text(request.MaxDropPoints)} points.", $"The nearest allows {Text(pinned.Min(p => p.Level))}.")
            : Error("device.memory_bytes", $"No allowed pattern fits into {Text(request.Device.MemoryBytes)} bytes.", $"The smallest needs {Text(accurate.Min(p => p.Fp32Bytes))}.");
    }

    private static InputException Error(string place, string message, string remedy) => new("plan-infeasible", place, message, remedy);

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
