namespace Fulcrum.Conformance.Tests;

/// <summary>Cases that are known not to pass, each with its reason. An entry that starts passing fails the test, unless it is marked as depending on the machine.</summary>
internal sealed class ExceptionList
{
    private readonly Dictionary<string, string> _reasons;
    private readonly HashSet<string> _maybe;

    public ExceptionList(string file)
    {
        string[][] lines = [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, file)).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(':', 2, StringSplitOptions.TrimEntries))];
        _reasons = lines.ToDictionary(l => l[0].TrimStart('~'), l => l[1], StringComparer.Ordinal);
        _maybe = [.. lines.Where(l => l[0][0] == '~').Select(l => l[0][1..])];
    }

    /// <summary>Compares what failed with what is listed.</summary>
    public void Check(IReadOnlyDictionary<string, string> failures, IReadOnlyCollection<string> all)
    {
        string[] wrong =
        [
            .. failures.Where(f => !_reasons.ContainsKey(f.Key)).Select(f => $"{f.Key}: {f.Value}"),
            .. _reasons.Keys.Where(name => all.Contains(name) && !failures.ContainsKey(name) && !_maybe.Contains(name)).Select(name => $"{name}: passes now, take it off the list"),
            .. _reasons.Keys.Where(name => !all.Contains(name)).Select(name => $"{name}: listed, but there is no such case"),
            .. _reasons.Where(r => r.Value.Length < 10).Select(r => $"{r.Key}: listed without a reason"),
        ];
        Assert.True(wrong.Length == 0, $"{wrong.Length} cases:{Environment.NewLine}{string.Join(Environment.NewLine, wrong)}");
    }
}
