using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fulcrum.Protocol.Weights;

/// <summary>
/// What both sides of the symbol coder keep. A symbol is its magnitude in unary - is it 0, 1, 2, ... - and a sign; each answer has a learnt probability in the context of how large
/// the symbols before it in its row and above it in its column were. What was learnt holds for the tensors that follow, too.
/// </summary>
internal sealed class SymbolContexts
{
    /// <summary>Magnitudes from here on are coded by their number of binary digits.</summary>
    public const int Escape = 15;

    /// <summary>The largest number of binary digits after <see cref="Escape"/>.</summary>
    public const int LongestEscape = 30;

    /// <summary>Bits of the shift that starts a tensor.</summary>
    public const int ShiftBits = 5;

    private const int Stride = Escape + 1;

    /// <summary>Averages are of magnitudes in sixteenths, and have these classes.</summary>
    private static readonly byte[] ClassOf = [.. Enumerable.Range(0, 256).Select(ClassOfAverage)];

    private static readonly int Classes = ClassOf[^1] + 1;

    private readonly uint[] _answers = New(Classes * Classes * Stride);
    private int[] _columns = [];

    /// <summary>Whether a magnitude after the escape has more digits, by how many it has.</summary>
    public uint[] Digits { get; } = New(LongestEscape + 1);

    /// <summary>The answers' probabilities, by context.</summary>
    public Span<uint> Answers => _answers;

    /// <summary>The averages of the columns above, 0 before the first row.</summary>
    public Span<int> Columns(int length)
    {
        if (_columns.Length < length)
            _columns = new int[length];
        Span<int> columns = _columns.AsSpan(0, length);
        columns.Clear();
        return columns;
    }

    /// <summary>The first of the answers of a context.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Context(int row, int column)
    {
        unchecked
        {
            return ((ClassOf[Math.Min(row, 255)] * Classes) + ClassOf[Math.Min(column, 255)]) * Stride;
        }
    }

    /// <summary>A row's average after a symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AfterInRow(int average, int magnitude) => unchecked(average + (((Math.Min(magnitude, 255) << 8) - average) >> 4));

    /// <summary>A column's average after a symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AfterInColumn(int average, int magnitude) => unchecked(average + (((Math.Min(magnitude, 255) << 8) - average) >> 3));

    /// <summary>Low bits that are coded evenly, so that most magnitudes above them are small.</summary>
    public static int ShiftFor(ReadOnlySpan<int> symbols)
    {
        long sum = 0;
        foreach (int symbol in symbols)
            sum += Math.Abs((long)symbol);
        long mean = symbols.Length == 0 ? 0 : sum / symbols.Length;
        return mean < 8 ? 0 : BitOperations.Log2((ulong)mean) - 2;
    }

    private static byte ClassOfAverage(int sixteenths) => (byte)(sixteenths switch { < 3 => 0, < 6 => 1, < 9 => 2, < 13 => 3, < 19 => 4, < 28 => 5, < 45 => 6, _ => 7 });

    private static uint[] New(int count)
    {
        uint[] states = new uint[count];
        Array.Fill(states, AdaptiveBit.New);
        return states;
    }
}
