using Fulcrum.Problems;
using Fulcrum.Statistics.Hypotheses;

namespace Fulcrum.Statistics.Comparing;

/// <summary>Values of two levels that belong together because they have the same run.</summary>
internal static class RunPairs
{
    /// <summary>Wilcoxon's signed-rank test of the values, paired by run.</summary>
    /// <exception cref="InputException"><c>runs-missing</c>, <c>runs-differ</c>, <c>run-twice</c>.</exception>
    public static SignedRank Test(SampleGroup a, SampleGroup b)
    {
        Dictionary<string, double> partners = ByRun(b);
        string[] runs = [.. ByRun(a).Keys];
        string? lonely = runs.FirstOrDefault(r => !partners.ContainsKey(r));
        if (lonely is not null || partners.Count != runs.Length)
            throw new InputException(
                "runs-differ", a.Model, lonely is null ? $"'{b.Level}' has runs that '{a.Level}' has not." : $"Run '{lonely}' of '{a.Level}' has no partner in '{b.Level}'.", "Keep the same runs of both, or compare without pairs.");
        return SignedRank.Test(a.Values, [.. runs.Select(r => partners[r])]);
    }

    private static Dictionary<string, double> ByRun(SampleGroup level)
    {
        if (level.Runs is null)
            throw new InputException("runs-missing", $"{level.Model}, {level.Level}", "Values have no run to pair them by.", "Add a column 'run', or compare without pairs.");
        var byRun = new Dictionary<string, double>();
        for (int i = 0; i < level.Runs.Count; i++)
            if (!byRun.TryAdd(level.Runs[i], level.Values[i]))
                throw new InputException("run-twice", $"{level.Model}, {level.Level}", $"Run '{level.Runs[i]}' occurs twice.", "Pairs need each run once: name a finer factor, or filter.");
        return byRun;
    }
}
