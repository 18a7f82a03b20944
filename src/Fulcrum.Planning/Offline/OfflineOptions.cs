using Fulcrum.Problems;

namespace Fulcrum.Planning.Offline;

/// <summary>How patterns are made.</summary>
public sealed record OfflineOptions
{
    /// <summary>Accuracy levels in points of Top-1, ascending. Default 0.1, 0.25, 0.5, 1, 2 (QPART has five and does not say which).</summary>
    public IReadOnlyList<double> Levels { get; init; } = [0.1, 0.25, 0.5, 1, 2];

    /// <summary>Seed of the noise draws. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Noise draws averaged per measurement. Default 2.</summary>
    public int Draws { get; init; } = 2;

    /// <summary>Refuses levels that cannot be planned for.</summary>
    /// <exception cref="InputException"><c>option-out-of-range</c>.</exception>
    public void Validate()
    {
        bool ascending = Levels.Zip(Levels.Skip(1)).All(pair => pair.First < pair.Second);
        if (Levels.Count == 0 || !ascending || Levels.Any(l => !(l > 0 && l < 100)))
            throw new InputException("option-out-of-range", "--levels", $"The levels {string.Join(", ", Levels)} are not ascending points between 0 and 100.", "Use for example 0.1,0.25,0.5,1,2.");
    }
}
