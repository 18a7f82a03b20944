using System.Numerics;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Packed;

/// <summary>
/// Codes of steps as symbols: the first code, the unit (all differences are multiples of so many, as a power of two), then each difference, in units, to the code before it at the same place of the
/// window.
/// </summary>
internal static class StepCoding
{
    private const int LargestUnit = 5;

    /// <summary>Elements of the last axes that a window has: where a tensor has two axes or fewer, 1.</summary>
    public static int Window(IReadOnlyList<long> shape, int count, int rowLength) =>
        shape.Count < 3 || count != rowLength || shape[1] == 0 ? 1 : Math.Max(1, rowLength / (int)shape[1]);

    public static void Encode(SymbolEncoder coder, ReadOnlySpan<int> codes, int window)
    {
        if (codes.IsEmpty)
            return;
        int[] differences = new int[codes.Length];
        int all = 0;
        for (int i = 0; i < codes.Length; i++)
            all |= differences[i] = codes[i] - codes[Math.Max(0, i - (i < window ? i : window))];
        int unit = Math.Min(LargestUnit, BitOperations.TrailingZeroCount(all));
        for (int i = 0; i < codes.Length; i++)
            differences[i] >>= unit;
        coder.Encode([codes[0], unit], 2);
        coder.Encode(differences.AsSpan(1), window);
    }

    /// <summary>The codes; null when they are not ones that were encoded.</summary>
    public static int[]? Decode(ref SymbolDecoder coder, int count, int window)
    {
        if (count == 0)
            return [];
        Span<int> start = stackalloc int[2];
        coder.Decode(start, 2);
        int[] codes = new int[count];
        coder.Decode(codes.AsSpan(1), window);
        if (start[1] is < 0 or > LargestUnit)
            return null;
        codes[0] = start[0];
        for (int i = 0; i < count; i++)
        {
            long code = i == 0 ? start[0] : ((long)codes[i] << start[1]) + codes[Math.Max(0, i - (i < window ? i : window))];
            if (Math.Abs(code) > StepGrid.Limit)
                return null;
            codes[i] = (int)code;
        }

        return codes;
    }
}
