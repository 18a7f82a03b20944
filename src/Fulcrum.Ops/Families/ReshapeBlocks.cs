using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Which dimensions before a reshape became which after it.</summary>
internal static class ReshapeBlocks
{
    /// <summary>
    /// The smallest runs of dimensions of equal product, matched from the front and from the end as far as sizes are known or symbols agree.
    /// Dimensions of size 1 are left out.
    /// </summary>
    public static IReadOnlyList<(int[] Inner, int[] Outer)> Of(IReadOnlyList<Dim> from, IReadOnlyList<Dim> to)
    {
        int[] inner = [.. Enumerable.Range(0, from.Count).Where(i => from[i].Size != 1)];
        int[] outer = [.. Enumerable.Range(0, to.Count).Where(i => to[i].Size != 1)];
        List<(int[] Inner, int[] Outer)> front = Match(inner, outer, from, to);
        int takenInner = front.Sum(b => b.Inner.Length), takenOuter = front.Sum(b => b.Outer.Length);
        List<(int[] Inner, int[] Outer)> back = Match([.. inner.Skip(takenInner).Reverse()], [.. outer.Skip(takenOuter).Reverse()], from, to);
        return [.. front.Concat(back.Select(b => (b.Inner.Reverse().ToArray(), b.Outer.Reverse().ToArray()))).Where(b => IsKnown(b.Item1, from) && IsKnown(b.Item2, to))];
    }

    private static bool IsKnown(int[] axes, IReadOnlyList<Dim> shape) => axes.All(axis => shape[axis].Size is not null);

    private static List<(int[] Inner, int[] Outer)> Match(int[] inner, int[] outer, IReadOnlyList<Dim> from, IReadOnlyList<Dim> to)
    {
        List<(int[] Inner, int[] Outer)> blocks = [];
        (int i, int j) = (0, 0);
        while (i < inner.Length && j < outer.Length)
        {
            Dim a = from[inner[i]], b = to[outer[j]];
            if (a.Size is null || b.Size is null)
            {
                if (a.Size is not null || b.Size is not null || a.Symbol is null || a.Symbol != b.Symbol)
                    return blocks;
                blocks.Add(([inner[i++]], [outer[j++]]));
                continue;
            }

            (int firstInner, int firstOuter) = (i, j);
            (Int128 left, Int128 right) = (a.Size.Value, b.Size.Value);
            (i, j) = (i + 1, j + 1);
            while (left != right)
            {
                if (left < right && i < inner.Length && from[inner[i]].Size is long more)
                    (left, i) = (left * more, i + 1);
                else if (right < left && j < outer.Length && to[outer[j]].Size is long others)
                    (right, j) = (right * others, j + 1);
                else
                    return blocks;
            }

            blocks.Add((inner[firstInner..i], outer[firstOuter..j]));
        }

        return blocks;
    }
}
