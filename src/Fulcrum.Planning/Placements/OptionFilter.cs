using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Placements;

/// <summary>All codings of a cut that no other coding beats in bytes, loss and leakage at once; exact, since those of the tensors add up or take the most.</summary>
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

    private static bool Beats(LinkOption a, LinkOption b) =>
        a.Leakage <= b.Leakage && a.Quantities[LinkQuantity.Drop] <= b.Quantities[LinkQuantity.Drop] && a.Quantities[LinkQuantity.Up] <= b.Quantities[LinkQuantity.Up]
        && a.Quantities[LinkQuantity.Up50] <= b.Quantities[LinkQuantity.Up50] && a.Quantities[LinkQuantity.Up99] <= b.Quantities[LinkQuantity.Up99];
}
