using Fulcrum.Problems.Quantities;

namespace Fulcrum.Configuration;

/// <summary>What a reader asks of an object, noted while it reads.</summary>
internal sealed class ConfigShape
{
    private readonly List<ConfigMember> _members = [];

    /// <summary>The members, in the order in which they are asked for first.</summary>
    public IReadOnlyList<ConfigMember> Members => _members;

    /// <summary>Whether a text may stand in the object's place.</summary>
    public bool MayBeShort { get; set; }

    /// <summary>Notes a member. What is asked for twice is one; it has to be there when it once had to.</summary>
    public void Note(ConfigMember member)
    {
        int known = _members.FindIndex(m => m.Name == member.Name);
        if (known < 0)
            _members.Add(member);
        else
            _members[known] = member with { Required = member.Required || _members[known].Required, Kind = member.Kind == ConfigKind.Nothing ? _members[known].Kind : member.Kind };
    }
}

/// <summary>A member.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What stands there; a list holds what its child says.</param>
internal sealed record ConfigMember(string Name, ConfigKind Kind)
{
    /// <summary>Whether it must be there.</summary>
    public bool Required { get; init; }

    /// <summary>The unit of a quantity.</summary>
    public Unit? Unit { get; init; }

    /// <summary>The words that a text may be; null: any.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>Of an object, or of the objects of a list; a list without one holds texts.</summary>
    public ConfigShape? Child { get; init; }
}
