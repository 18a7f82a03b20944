using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Placements;

/// <summary>All codings of a cut that no other coding beats in bytes, loss, seconds of coding and leakage at once; exact, since those of the tensors add up or take the most.</summary>
internal static class OptionFilter
{
    public static IReadOnlyList<LinkOption> Of(int tensors, Func<int, IReadOnlyList<TensorCoding>> codings, Func<IReadOnlyList<TensorCoding>, LinkOption> make)
    {
        List<LinkOption> options = [make([])];
        for (int t = 0; t < tensors; t++)
            options = Undominated([.. options.SelectMany(o => codings(t).Select(c => make([.. o.Codings, c])))]);
        return options;
    }

    private static List<LinkOption> Undominated(LinkOption[] options)
    {
        List<LinkOption> kept = [];
        foreach (LinkOption option in options.OrderBy(o => o.Quantities[LinkQuantity.Up]).ThenBy(o => o.Quantities[LinkQuantity.Drop]).ThenBy(o => o.Leakage).ThenBy(o => o.Quantities[LinkQuantity.Up99]))
        {
            if (!kept.Any(k => Beats(k, option)))
                kept.Add(option);
        }

        return kept;
    }

    private static bool Beats(LinkOption a, LinkOption b)
    {
        for (int q = 0; q < LinkQuantity.Count; q++)
        {
            if (a.Quantities[q] > b.Quantities[q])
                return false;
        }

        return a.Leakage <= b.Leakage;
    }
}
