using Fulcrum.Problems;

namespace Fulcrum.Graphs.Checking;

/// <summary>Gathers problems; stops adding when there are more than anybody reads.</summary>
internal sealed class ProblemCollector
{
    private const int Most = 200;
    private const int LongestShown = 120;
    private readonly List<Problem> _all = [];

    public IReadOnlyList<Problem> All => _all;

    public void Add(string code, string place, string message, string remedy)
    {
        if (_all.Count < Most)
            _all.Add(new Problem(code, Shown(place), message, remedy));
    }

    /// <summary>A name as it can be printed: control characters and text direction marks replaced, cut to a readable length.</summary>
    public static string Shown(string name)
    {
        string cut = name.Length <= LongestShown ? name : name[..LongestShown] + "...";
        return string.Concat(cut.Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format ? '?' : c));
    }
}
