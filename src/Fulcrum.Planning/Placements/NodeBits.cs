namespace Fulcrum.Planning.Placements;

/// <summary>Sets of nodes as bits.</summary>
internal static class NodeBits
{
    public static ulong[] Of(int capacity, IEnumerable<int> nodes)
    {
        ulong[] words = new ulong[(capacity + 63) / 64];
        foreach (int node in nodes)
            words[node >> 6] |= 1UL << (node & 63);
        return words;
    }

    public static bool Has(ulong[] set, int node) => (set[node >> 6] >> (node & 63) & 1) != 0;

    public static bool IsSubset(ulong[] part, ulong[] whole)
    {
        for (int i = 0; i < part.Length; i++)
        {
            if ((part[i] & ~whole[i]) != 0)
                return false;
        }

        return true;
    }
}
