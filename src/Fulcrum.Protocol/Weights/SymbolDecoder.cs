namespace Fulcrum.Protocol.Weights;

/// <summary>The other side of <see cref="SymbolEncoder"/>. Bytes past the end read as zero; foreign bytes give some symbols, never an error.</summary>
/// <param name="bytes">What <see cref="SymbolEncoder.Finish"/> gave.</param>
public ref struct SymbolDecoder(ReadOnlySpan<byte> bytes)
{
    private readonly SymbolContexts _contexts = new();
    private RangeDecoder _coder = new(bytes);

    /// <summary>Decodes the next tensor.</summary>
    /// <param name="symbols">Receives its symbols.</param>
    /// <param name="rowLength">Symbols of a row, as the encoder was told.</param>
    public void Decode(scoped Span<int> symbols, int rowLength)
    {
        if (symbols.IsEmpty)
            return;
        int shift = Math.Min((int)_coder.DecodeBits(SymbolContexts.ShiftBits), SymbolContexts.LongestEscape);
        Span<int> columns = _contexts.Columns(Math.Min(rowLength, symbols.Length));
        for (int at = 0; at < symbols.Length; at += columns.Length)
            DecodeRow(symbols.Slice(at, Math.Min(columns.Length, symbols.Length - at)), columns, shift, at == 0);
    }

    private void DecodeRow(scoped Span<int> symbols, scoped Span<int> columns, int shift, bool isFirst)
    {
        unchecked
        {
            RangeDecoder coder = _coder;
            Span<uint> answers = _contexts.Answers;
            int row = isFirst ? 16 : columns[0];
            for (int i = 0; i < symbols.Length; i++)
            {
                int column = isFirst ? row : columns[i], magnitude = 0;
                Span<uint> context = answers.Slice(SymbolContexts.Context(row >> 4, column >> 4), SymbolContexts.Escape + 1);
                while (magnitude < SymbolContexts.Escape && !coder.Decode(ref context[magnitude]))
                    magnitude++;
                if (magnitude == SymbolContexts.Escape)
                    magnitude += DecodeEscape(ref coder) - 1;
                int symbol = shift > 0 ? (magnitude << shift) | (int)coder.DecodeBits(shift) : magnitude;
                if (symbol != 0 && !coder.DecodeEven())
                    symbol = -symbol;
                symbols[i] = symbol;
                row = SymbolContexts.AfterInRow(row, magnitude);
                columns[i] = SymbolContexts.AfterInColumn(column, magnitude);
            }

            _coder = coder;
        }
    }

    private readonly int DecodeEscape(ref RangeDecoder coder)
    {
        int digits = 0;
        while (digits < SymbolContexts.LongestEscape && !coder.Decode(ref _contexts.Digits[digits]))
            digits++;
        return (1 << digits) | (int)coder.DecodeBits(digits);
    }
}
