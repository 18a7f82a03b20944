using System.Globalization;

namespace Fulcrum.Configuration;

/// <summary>Members of one object, each name once.</summary>
internal sealed class MemberList
{
    private readonly List<KeyValuePair<string, ConfigNode>> _all = [];
    private readonly Dictionary<string, int> _lines = [];

    public IReadOnlyList<KeyValuePair<string, ConfigNode>> All => _all;

    public void Add(string name, int line, ConfigNode value)
    {
        if (!_lines.TryAdd(name, line))
            throw new ConfigSyntaxException(line, string.Create(CultureInfo.InvariantCulture, $"\"{name}\" stands here and in line {_lines[name]}."), "Keep one of the two.");
        _all.Add(new(name, value));
    }
}
