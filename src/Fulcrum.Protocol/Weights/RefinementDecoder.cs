namespace Fulcrum.Protocol.Weights;

/// <summary>The other side of <see cref="RefinementEncoder"/>. Bytes past the end read as zero; foreign bytes give some symbols, never an error.</summary>
/// <param name="bytes">What <see cref="RefinementEncoder.Finish"/> gave.</param>
internal ref struct RefinementDecoder(ReadOnlySpan<byte> bytes)
{
    private readonly RefinementContexts _contexts = new();
    private RangeDecoder _coder = new(bytes);

    /// <summary>Decodes the next tensor.</summary>
    /// <param name="symbols">Receives its symbols.</param>
    /// <param name="coarse">Those of the coarser tensor.</param>
    /// <param name="predicted">What they tell.</param>
    /// <param name="rowLength">Symbols of a row.</param>
    public void Decode(scoped Span<int> symbols, scoped ReadOnlySpan<int> coarse, scoped ReadOnlySpan<int> predicted, int rowLength)
    {
        if (symbols.IsEmpty)
            return;
        Span<int> columns = _contexts.Columns(Math.Min(rowLength, symbols.Length));
        Span<uint> answers = _contexts.Answers, signs = _contexts.Signs;
        unchecked
        {
            int row = 16;
            for (int i = 0, k = 0; i < symbols.Length; i++, k = k + 1 == columns.Length ? 0 : k + 1)
            {
                if (k == 0)
                    row = columns[0];
                int context = RefinementContexts.Context(coarse[i], row, columns[k]), difference = DecodeMagnitude(answers.Slice(context, RefinementContexts.Escape + 1));
                if (difference != 0 && (coarse[i] == 0 ? !_coder.DecodeEven() : _coder.Decode(ref signs[context]) != coarse[i] > 0))
                    difference = -difference;
                symbols[i] = predicted[i] + difference;
                int magnitude = symbols[i] == int.MinValue ? int.MaxValue : Math.Abs(symbols[i]);
                row = SymbolContexts.AfterInRow(row, magnitude);
                columns[k] = SymbolContexts.AfterInColumn(columns[k], magnitude);
            }
        }
    }

    private int DecodeMagnitude(scoped Span<uint> answers)
    {
        int magnitude = 0;
        while (magnitude < RefinementContexts.Escape && !_coder.Decode(ref answers[magnitude]))
            magnitude++;
        if (magnitude < RefinementContexts.Escape)
            return magnitude;
        int digits = 0;
        while (digits < RefinementContexts.LongestEscape && !_coder.Decode(ref _contexts.Digits[digits]))
            digits++;
        return unchecked(magnitude - 1 + ((1 << digits) | (int)_coder.DecodeBits(digits)));
    }
}
