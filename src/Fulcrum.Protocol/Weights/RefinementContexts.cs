using System.Runtime.CompilerServices;

namespace Fulcrum.Protocol.Weights;

/// <summary>
/// What both sides of the coder of finer symbols keep. A difference to what the coarse symbol tells is its magnitude in unary and a sign; answers are learnt in the context of the coarse symbol's magnitude and of
/// how large the symbols before it in its row and above it in its column were.
/// </summary>
internal sealed class RefinementContexts
{
    /// <summary>Magnitudes of differences from here on are coded by their number of binary digits.</summary>
    public const int Escape = 6;

    /// <summary>The largest number of binary digits after <see cref="Escape"/>.</summary>
    public const int LongestEscape = 30;

    private const int Coarse = 4, Local = 64 * 16;

    private readonly uint[] _answers = New(Coarse * Local), _signs = New(Coarse * Local);
    private int[] _columns = [];

    /// <summary>Whether a magnitude after the escape has more digits, by how many it has.</summary>
    public uint[] Digits { get; } = New(LongestEscape + 1);

    /// <summary>The answers' probabilities, by context.</summary>
    public Span<uint> Answers => _answers;

    /// <summary>Whether a difference leads away from zero, by context.</summary>
    public Span<uint> Signs => _signs;

    /// <summary>Room for the averages of the columns above.</summary>
    public Span<int> Columns(int length)
    {
        if (_columns.Length < length)
            _columns = new int[length];
        Span<int> columns = _columns.AsSpan(0, length);
        columns.Fill(16);
        return columns;
    }

    /// <summary>The first answer of a context.</summary>
    /// <param name="coarse">The coarse symbol.</param>
    /// <param name="row">The average of the symbols before, in 2^-8.</param>
    /// <param name="column">That of the symbols above.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Context(int coarse, int row, int column) => unchecked((Math.Min(Math.Abs(coarse), Coarse - 1) * Local) + SymbolContexts.Context(row >> 4, column >> 4));

    private static uint[] New(int count)
    {
        uint[] states = new uint[count];
        Array.Fill(states, AdaptiveBit.New);
        return states;
    }
}
