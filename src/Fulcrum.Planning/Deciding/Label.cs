using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Deciding;

/// <summary>A plan up to a link.</summary>
/// <param name="Values">What each dimension has come to.</param>
/// <param name="Cut">The cut on the link.</param>
/// <param name="Option">Its coding, by position in the cut's options.</param>
/// <param name="Before">The plan up to the link before.</param>
internal sealed record Label(double[] Values, int Cut, int Option, Label? Before)
{
    /// <summary>Cuts and codings, first link first.</summary>
    public static (int[] Cuts, LinkOption[] Options) Path(Label? last, DepthSearch search)
    {
        (Stack<int> cuts, Stack<LinkOption> options) = (new(), new());
        for (Label? at = last; at is not null; at = at.Before)
        {
            cuts.Push(at.Cut);
            options.Push(search.Options[at.Cut][at.Option]);
        }

        return ([.. cuts], [.. options]);
    }

    /// <summary>The labels that no other beats in all dimensions; of equal ones the first.</summary>
    public static List<Label> Undominated(List<Label> labels)
    {
        if (labels.Count <= 1)
            return labels;
        List<Label> kept = [];
        foreach (Label label in labels.OrderBy(l => l.Values[0]).ThenBy(l => l.Values.Sum()))
        {
            if (!kept.Exists(k => IsNoWorse(k.Values, label.Values)))
                kept.Add(label);
        }

        return kept;
    }

    /// <summary>Whether one is at most the other in every dimension.</summary>
    public static bool IsNoWorse(double[] a, double[] b)
    {
        for (int d = 0; d < a.Length; d++)
        {
            if (a[d] > b[d])
                return false;
        }

        return true;
    }
}
