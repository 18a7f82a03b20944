using Fulcrum.Problems;

namespace Fulcrum.Graphs.Checking;

/// <summary>Gathers problems; stops adding when there are more than anybody reads.</summary>
internal sealed class ProblemCollector
{
    private const int Most = 200;
    private const int LongestShown = 120;
    private readonly List<Problem> _all = [];

    public IReadOnlyList<Problem> All => _all;

    /// <summary>Whether there are more than anybody reads; then it is not worth looking further.</summary>
    public bool IsFull => _all.Count >= Most;

    public void Add(string code, string place, string message, string remedy)
    {
        if (!IsFull)
            _all.Add(new Problem(code, Shown(place), message, remedy));
    }

    /// <summary>A name as it can be printed: control characters and text direction marks replaced, cut to a readable length.</summary>
    public static string Shown(string name) => Printable.Of(name, LongestShown);
}
