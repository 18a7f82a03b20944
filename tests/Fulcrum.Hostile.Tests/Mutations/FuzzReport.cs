using System.Globalization;

namespace Fulcrum.Hostile.Tests.Mutations;

/// <summary>What became of the mutants.</summary>
internal sealed class FuzzReport
{
    private readonly SortedDictionary<string, int> _codes = new(StringComparer.Ordinal);
    private TimeSpan _longest;
    private string _longestCase = "";

    public int Mutants { get; private set; }

    public int Parsed { get; private set; }

    public int WellFormed { get; private set; }

    public List<string> Failures { get; } = [];

    public void Add(string name, TimeSpan time, bool parsed, bool wellFormed, IEnumerable<string> codes)
    {
        Mutants++;
        Parsed += parsed ? 1 : 0;
        WellFormed += wellFormed ? 1 : 0;
        foreach (string code in codes.Distinct())
            _codes[code] = _codes.GetValueOrDefault(code) + 1;
        if (time > _longest)
            (_longest, _longestCase) = (time, name);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Mutants} mutants, {Parsed} parsed, {WellFormed} well-formed, {Failures.Count} failures; longest {_longest.TotalSeconds:F3} s: {_longestCase}; {string.Join(", ", _codes.Select(c => $"{c.Key} {c.Value}"))}");
}
