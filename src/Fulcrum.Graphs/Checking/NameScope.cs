namespace Fulcrum.Graphs.Checking;

/// <summary>The values that can be read at one point: of this graph and of those around it.</summary>
internal sealed class NameScope(NameScope? outer)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public bool Add(string name) => _names.Add(name);

    public bool Knows(string name) => _names.Contains(name) || (outer?.Knows(name) ?? false);
}
