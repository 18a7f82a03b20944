using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Operators.EarlyExit;

/// <summary>A place for an exit.</summary>
/// <param name="Cut">The cut.</param>
/// <param name="Hidden">The tensor that the exit reads: of features, with a known number of channels.</param>
internal sealed record ExitCandidate(Cut Cut, ValueInfo Hidden);

/// <summary>The cuts of a model at which one tensor holds all features. Beside it masks and the like may cross, as they do in transformers.</summary>
internal sealed class ExitCandidates(Model model)
{
    private readonly Lazy<ExitCandidate[]> _several = new(() => Of(CutFinder.Find(model, new CutOptions { IncludeDominated = true }).Cuts));

    /// <summary>Where one tensor crosses, in order.</summary>
    public IReadOnlyList<ExitCandidate> Single { get; } = Of(CutFinder.BlockBoundaries(model));

    /// <summary>Where up to three tensors cross, in order.</summary>
    public IReadOnlyList<ExitCandidate> All => _several.Value;

    /// <summary>Vectors are places in models of vectors only: behind maps or sequences they are what the model's own head reads.</summary>
    private int LeastRank => Single.Concat(Single.Any(c => Rank(c) > 2) ? [] : All).Any(c => Rank(c) > 2) ? 3 : 2;

    /// <summary>The place at a value.</summary>
    /// <exception cref="InputException"><c>exit-value</c>.</exception>
    public ExitCandidate At(string value) =>
        Single.FirstOrDefault(c => c.Hidden.Name == value) ?? All.Where(c => c.Hidden.Name == value).MinBy(c => c.Cut.Tensors.Count)
            ?? throw new InputException("exit-value", value, "No exit can be placed at this value.", $"{(Suggestions.Closest(value, All.Select(c => c.Hidden.Name).Distinct()) is string near ? $"Did you mean '{near}'? " : "")}It must be the only tensor of features of a cut: fulcrum cuts MODEL --all lists cuts.");

    /// <summary>So many places, spread evenly by multiply-accumulates; over sequences the first is as early as can be, since embeddings alone say much.</summary>
    /// <exception cref="InputException"><c>exit-value</c> when the model has fewer.</exception>
    public IReadOnlyList<ExitCandidate> Spread(int count)
    {
        double tolerance = 0.5 / (count + 1);
        var chosen = new List<ExitCandidate>();
        bool isSequence = !Single.Any(c => Rank(c) == 4) && All.Any(c => Rank(c) == 3);
        for (int i = 1; i <= count; i++)
        {
            double share = isSequence && count > 1 ? (i - 1.0) / count : i / (count + 1.0);
            ExitCandidate? best = Nearest(Single, share, chosen) is { } single && Math.Abs(single.Cut.Depth - share) <= tolerance ? single : Nearest(All, share, chosen);
            chosen.Add(best ?? throw new InputException("exit-value", model.Graph.Name, $"The model has no places for {count} exits.", "Ask for fewer exits, or name values: early-exit(at=VALUE)."));
        }

        return chosen;
    }

    /// <summary>Of places at one depth that with the fewest tensors, then the last: after the activation.</summary>
    private ExitCandidate? Nearest(IReadOnlyList<ExitCandidate> known, double share, List<ExitCandidate> chosen) => known
        .Where(c => Rank(c) >= LeastRank && c.Cut.Depth < 1 && (chosen.Count == 0 || (chosen[^1].Cut.Depth < c.Cut.Depth && chosen[^1].Hidden.Name != c.Hidden.Name)))
        .OrderBy(c => Math.Round(Math.Abs(c.Cut.Depth - share), 2)).ThenBy(c => c.Cut.Tensors.Count).ThenByDescending(c => c.Cut.HeadNodes.Count).ThenBy(c => c.Cut.Bytes ?? long.MaxValue).FirstOrDefault();

    private static int Rank(ExitCandidate candidate) => candidate.Hidden.Tensor!.Shape!.Count;

    private static ExitCandidate[] Of(IReadOnlyList<Cut> cuts) => [.. cuts.Select(c => Hidden(c) is { } hidden ? new ExitCandidate(c, hidden) : null).OfType<ExitCandidate>()];

    private static ValueInfo? Hidden(Cut cut)
    {
        ValueInfo[] features = [.. cut.Tensors.Where(t => t.Tensor is { Element: ElementType.Float, Shape: { Count: >= 2 and <= 4 } shape } && Channels(shape) > 1)];
        int rank = features.Length == 0 ? 0 : features.Max(f => f.Tensor!.Shape!.Count);
        return features.Where(f => f.Tensor!.Shape!.Count == rank).ToArray() is [var only] ? only : null;
    }

    /// <summary>[N, C], [N, T, C], [N, C, H, W].</summary>
    internal static long? Channels(IReadOnlyList<Dim> shape) => shape[shape.Count == 3 ? 2 : 1].Size;
}
