namespace Fulcrum.Configuration;

/// <summary>What stands at a place of a configuration.</summary>
public enum ConfigKind
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A number without a unit.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A list.</summary>
    List,

    /// <summary>Members by name.</summary>
    Object,
}

/// <summary>A place of a configuration, whether it was written as JSON or as YAML.</summary>
/// <param name="Kind">What stands there.</param>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="Text">The text, number or flag as it was written; empty for the others.</param>
public sealed record ConfigNode(ConfigKind Kind, int Line, string Text = "")
{
    /// <summary>The items of a list.</summary>
    public IReadOnlyList<ConfigNode> Items { get; init; } = [];

    /// <summary>The members of an object, in the order in which they were written; no name stands twice.</summary>
    public IReadOnlyList<KeyValuePair<string, ConfigNode>> Members { get; init; } = [];

    /// <summary>A member; null when there is none, or nothing in it.</summary>
    public ConfigNode? Member(string name) => Members.FirstOrDefault(m => m.Key == name).Value is { Kind: not ConfigKind.Nothing } member ? member : null;
}
