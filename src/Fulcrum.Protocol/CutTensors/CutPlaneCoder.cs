using System.Runtime.CompilerServices;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.CutTensors;

/// <summary>
/// Codes one bit of every code, where the bits above it are known. The probability is learnt in the context of how far the code is from zero so far and how its neighbours to the left and
/// above, this bit included, compare with it.
/// </summary>
internal static class CutPlaneCoder
{
    private const int Distances = 4, Widest = 4, Comparisons = (2 * Widest) + 1;

    /// <summary>Codes the lowest bit of prefixes.</summary>
    /// <param name="prefixes">The first bits of every code.</param>
    /// <param name="rows">Where codes lie.</param>
    /// <param name="grid">Their grid.</param>
    /// <param name="hidden">Bits of a code that follow the prefix.</param>
    public static byte[] Encode(ReadOnlySpan<byte> prefixes, CutRows rows, CutTensorGrid grid, int hidden)
    {
        RangeEncoder coder = RangeEncoder.New();
        uint[] states = New();
        for (int start = 0, length; start < prefixes.Length; start += length)
        {
            (length, bool isFirst) = rows.At(start);
            int zero = grid.ZeroPoints[start / rows.Layout.Channel] >> hidden >> 1, left = isFirst ? 0 : prefixes[start - rows.Width];
            for (int i = start; i < start + length; i++)
            {
                int above = isFirst ? left : prefixes[i - rows.Width];
                coder.Encode(ref states[Context(prefixes[i] >> 1, left, above, zero)], (prefixes[i] & 1) == 0);
                left = prefixes[i];
            }
        }

        return coder.Finish();
    }

    /// <summary>Adds a bit to every prefix.</summary>
    /// <param name="coded">What <see cref="Encode"/> gave; other bytes give some bits.</param>
    /// <param name="prefixes">The first bits of every code; receives one bit more of each.</param>
    /// <param name="rows">Where codes lie.</param>
    /// <param name="grid">Their grid.</param>
    /// <param name="hidden">Bits of a code that follow then.</param>
    public static void Decode(ReadOnlySpan<byte> coded, Span<byte> prefixes, CutRows rows, CutTensorGrid grid, int hidden)
    {
        var coder = new RangeDecoder(coded);
        uint[] states = New();
        for (int start = 0, length; start < prefixes.Length; start += length)
        {
            (length, bool isFirst) = rows.At(start);
            int zero = grid.ZeroPoints[start / rows.Layout.Channel] >> hidden >> 1, left = isFirst ? 0 : prefixes[start - rows.Width];
            for (int i = start; i < start + length; i++)
            {
                int above = isFirst ? left : prefixes[i - rows.Width];
                left = (prefixes[i] << 1) | (coder.Decode(ref states[Context(prefixes[i], left, above, zero)]) ? 0 : 1);
                prefixes[i] = (byte)left;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Context(int known, int left, int above, int zero) => unchecked(
        (Math.Min(Math.Abs(known - zero), Distances - 1) * Comparisons) + Math.Clamp(left + above - (4 * known) - 1, -Widest, Widest) + Widest);

    private static uint[] New()
    {
        uint[] states = new uint[Distances * Comparisons];
        Array.Fill(states, AdaptiveBit.New);
        return states;
    }
}
