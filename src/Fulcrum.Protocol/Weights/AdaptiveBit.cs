using System.Runtime.CompilerServices;

namespace Fulcrum.Protocol.Weights;

/// <summary>
/// The probability that a binary decision is 0, learnt from the decisions so far: their mean at first, a sliding mean later. Held in one word: 22 bits of probability above
/// 10 bits of how often it was asked.
/// </summary>
internal static class AdaptiveBit
{
    /// <summary>Probabilities are in units of 2^-22.</summary>
    public const int Precision = 22;

    /// <summary>Nothing learnt: one half.</summary>
    public const uint New = 1u << 31;

    private const int Memory = 160, CountBits = 10, Floor = 1 << (Precision - 11), Ceiling = (1 << Precision) - Floor;

    /// <summary>The share of its error by which a probability moves, in 2^-16, by how often it was asked: 1 / (n + 1.6), at least 1 / 160.</summary>
    private static readonly int[] Rates = [.. Enumerable.Range(0, Memory).Select(n => (int)Math.Max(65536 / (n + 1.6), 65536.0 / Memory))];

    /// <summary>The probability of 0; never below 2^-11, so that no decision is free.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Zero(uint state) => state >> CountBits;

    /// <summary>The state after a decision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Learn(uint state, bool isZero)
    {
        unchecked
        {
            int probability = (int)(state >> CountBits), count = (int)(state & ((1 << CountBits) - 1));
            probability += (int)(((isZero ? Ceiling : Floor) - probability) * (long)Rates[count] >> 16);
            return ((uint)probability << CountBits) | (uint)(count < Memory - 1 ? count + 1 : count);
        }
    }
}
