using System.Runtime.CompilerServices;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.CutTensors;

/// <summary>
/// What both sides of the cut tensor coder keep for one sample. A symbol is a code less the zero point: is it 0; how many binary digits its magnitude has, in unary; the digits after
/// the first; its sign. All but digits from the third on have learnt probabilities, in the context of how large the symbols to the left and above are together.
/// </summary>
internal sealed class CutContexts
{
    private const int Stride = 16, Classes = 15, Seconds = Classes * Stride, Signs = Seconds + 16, Total = Signs + 9;

    /// <summary>Classes of the sum of two magnitudes.</summary>
    private static readonly byte[] ClassOf = [.. Enumerable.Range(0, 511).Select(ClassOfSum)];

    /// <summary>The probabilities, by index.</summary>
    public uint[] States { get; } = New();

    /// <summary>The first index of a context: is the symbol 0. Then: has its magnitude one digit, two, ...; and from 8 on, by digits after the first, the second digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Context(int left, int above) => unchecked(ClassOf[Math.Abs(left) + Math.Abs(above)] * Stride);

    /// <summary>The index of whether there is no further digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Length(int context, int digits) => unchecked(context + 1 + digits);

    /// <summary>The index of the second digit, where so many digits come after the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Second(int context, int digits) => unchecked(context + 8 + digits);

    /// <summary>The index of the third digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Third(int digits, int second) => unchecked(Seconds + (2 * digits) + second);

    /// <summary>The index of the sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sign(int left, int above) => unchecked(Signs + 4 + (3 * Math.Sign(left)) + Math.Sign(above));

    private static byte ClassOfSum(int sum) => (byte)(sum switch
    {
        < 4 => sum, < 6 => 4, < 8 => 5, < 11 => 6, < 16 => 7, < 24 => 8, < 40 => 9, < 64 => 10, < 128 => 11, < 200 => 12, < 400 => 13, _ => 14,
    });

    private static uint[] New()
    {
        uint[] states = new uint[Total];
        Array.Fill(states, AdaptiveBit.New);
        return states;
    }
}

/// <summary>Which symbols a channel can have.</summary>
/// <param name="Zero">The code of symbol 0.</param>
/// <param name="Digits">Digits after the first of the largest magnitude.</param>
/// <param name="Both">Magnitudes up to this one exist with both signs.</param>
/// <param name="IsPositive">The sign of larger ones.</param>
internal readonly record struct CutSymbols(int Zero, int Digits, int Both, bool IsPositive)
{
    public static CutSymbols Of(CutTensorGrid grid, int channel)
    {
        int zero = grid.ZeroPoints[channel], above = grid.MaximumCode - zero;
        return new CutSymbols(zero, System.Numerics.BitOperations.Log2((uint)Math.Max(zero, above)), Math.Min(zero, above), above >= zero);
    }
}
