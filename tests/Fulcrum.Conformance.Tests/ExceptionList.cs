namespace Fulcrum.Conformance.Tests;

/// <summary>Cases that are known not to pass, each with its reason. An entry that starts passing fails the test.</summary>
internal sealed class ExceptionList
{
    private readonly Dictionary<string, string> _reasons;

    public ExceptionList(string file) => _reasons = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, file))
        .Where(line => line.Length > 0 && line[0] != '#')
        .ToDictionary(line => line.Split(':', 2)[0].Trim(), line => line.Split(':', 2)[1].Trim(), StringComparer.Ordinal);

    /// <summary>Compares what failed with what is listed.</summary>
    public void Check(IReadOnlyDictionary<string, string> failures, IReadOnlyCollection<string> all)
    {
        string[] wrong =
        [
            .. failures.Where(f => !_reasons.ContainsKey(f.Key)).Select(f => $"{f.Key}: {f.Value}"),
            .. _reasons.Keys.Where(name => all.Contains(name) && !failures.ContainsKey(name)).Select(name => $"{name}: passes now, take it off the list"),
            .. _reasons.Keys.Where(name => !all.Contains(name)).Select(name => $"{name}: listed, but there is no such case"),
            .. _reasons.Where(r => r.Value.Length < 10).Select(r => $"{r.Key}: listed without a reason"),
        ];
        Assert.True(wrong.Length == 0, $"{wrong.Length} cases:{Environment.NewLine}{string.Join(Environment.NewLine, wrong)}");
    }
}
