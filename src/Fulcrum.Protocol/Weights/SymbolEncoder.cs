using System.Numerics;

namespace Fulcrum.Protocol.Weights;

/// <summary>Codes whole numbers of any size that are mostly small, tensor after tensor in one stream (docs/packed-models.md).</summary>
public sealed class SymbolEncoder
{
    private readonly SymbolContexts _contexts = new();
    private RangeEncoder _coder = RangeEncoder.New();

    /// <summary>Codes a tensor.</summary>
    /// <param name="symbols">Its symbols in row-major order, magnitudes up to 2^30.</param>
    /// <param name="rowLength">Symbols of a row; the decoder must be given the same.</param>
    public void Encode(ReadOnlySpan<int> symbols, int rowLength)
    {
        if (symbols.IsEmpty)
            return;
        int shift = SymbolContexts.ShiftFor(symbols);
        _coder.EncodeBits((uint)shift, SymbolContexts.ShiftBits);
        Span<int> columns = _contexts.Columns(Math.Min(rowLength, symbols.Length));
        for (int at = 0; at < symbols.Length; at += columns.Length)
            EncodeRow(symbols.Slice(at, Math.Min(columns.Length, symbols.Length - at)), columns, shift, at == 0);
    }

    /// <summary>Bytes that the tensors so far take, fractions included.</summary>
    public double Bytes => _coder.Bytes;

    /// <summary>The bytes of all tensors.</summary>
    public byte[] Finish() => _coder.Finish();

    private void EncodeRow(ReadOnlySpan<int> symbols, Span<int> columns, int shift, bool isFirst)
    {
        unchecked
        {
            RangeEncoder coder = _coder;
            Span<uint> answers = _contexts.Answers;
            int row = isFirst ? 16 : columns[0];
            for (int i = 0; i < symbols.Length; i++)
            {
                int symbol = symbols[i], magnitude = Math.Abs(symbol) >> shift, column = isFirst ? row : columns[i];
                Span<uint> context = answers.Slice(SymbolContexts.Context(row >> 4, column >> 4), SymbolContexts.Escape + 1);
                int bin = 0;
                for (; bin < SymbolContexts.Escape; bin++)
                {
                    bool stops = magnitude == bin;
                    coder.Encode(ref context[bin], stops);
                    if (stops)
                        break;
                }

                if (bin == SymbolContexts.Escape)
                    EncodeEscape(ref coder, magnitude - SymbolContexts.Escape + 1);
                if (shift > 0)
                    coder.EncodeBits((uint)(Math.Abs(symbol) & ((1 << shift) - 1)), shift);
                if (symbol != 0)
                    coder.EncodeEven(symbol > 0);
                row = SymbolContexts.AfterInRow(row, magnitude);
                columns[i] = SymbolContexts.AfterInColumn(column, magnitude);
            }

            _coder = coder;
        }
    }

    private void EncodeEscape(ref RangeEncoder coder, int value)
    {
        int digits = BitOperations.Log2((uint)value);
        for (int i = 0; i < SymbolContexts.LongestEscape; i++)
        {
            coder.Encode(ref _contexts.Digits[i], i == digits);
            if (i == digits)
                break;
        }

        coder.EncodeBits((uint)value, digits);
    }
}
