namespace Fulcrum.Server.Models;

/// <summary>Which of a model's versions are served.</summary>
internal sealed record VersionPolicy
{
    /// <summary>The highest version alone.</summary>
    public static VersionPolicy Standard { get; } = new() { Latest = 1 };

    /// <summary>So many of the highest versions; 0: all, unless <see cref="Specific"/> says which.</summary>
    public int Latest { get; init; }

    /// <summary>Exactly these; empty: by number.</summary>
    public IReadOnlyList<long> Specific { get; init; } = [];

    /// <summary>The versions to serve of those there are, in ascending order.</summary>
    public IReadOnlyList<long> Choose(IReadOnlyList<long> there) =>
        Specific.Count > 0 ? [.. Specific.Distinct().Order()] : [.. there.Order().TakeLast(Latest > 0 ? Latest : there.Count)];
}
