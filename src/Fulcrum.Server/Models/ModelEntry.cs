using Fulcrum.Problems;

namespace Fulcrum.Server.Models;

/// <summary>A model as the repository has it now: immutable, swapped as a whole.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Versions">Its versions, ascending.</param>
internal sealed record ModelEntry(string Name, IReadOnlyList<VersionEntry> Versions)
{
    /// <summary>Versions that are not meant to be served any more, and still answer those who ask for them by number.</summary>
    public IReadOnlyList<VersionEntry> Leaving { get; init; } = [];

    /// <summary>Everything alive.</summary>
    public IEnumerable<ModelState> States => Versions.Concat(Leaving).Select(v => v.State).OfType<ModelState>();

    /// <summary>The version that answers when a request names none: the highest that is loaded; null without any.</summary>
    public ModelState? Default { get; } = Versions.LastOrDefault(v => v.State is not null)?.State;

    /// <summary>Whether it should be served and all of it is.</summary>
    public bool IsReady => Versions.Count > 0 && Versions.All(v => v.State is not null);

    /// <summary>The loaded version of that number in decimal; null without any.</summary>
    public ModelState? Find(ReadOnlySpan<char> version)
    {
        foreach (ModelState state in States)
        {
            if (version.SequenceEqual(state.Version))
                return state;
        }

        return null;
    }
}

/// <summary>One version of a model.</summary>
/// <param name="Version">Its number; null when the model was refused before a version was looked at.</param>
/// <param name="State">The version alive; null when it is not loaded.</param>
/// <param name="Reason">Why it is not.</param>
/// <param name="Problems">What was wrong with it.</param>
internal sealed record VersionEntry(long? Version, ModelState? State, string Reason, IReadOnlyList<Problem> Problems);
