using System.Numerics;

namespace Fulcrum.Protocol.Weights;

/// <summary>Codes the symbols of tensors of which the other side has coarser ones, tensor after tensor in one stream (docs/packed-models.md).</summary>
internal sealed class RefinementEncoder
{
    private readonly RefinementContexts _contexts = new();
    private RangeEncoder _coder = RangeEncoder.New();

    /// <summary>Codes a tensor.</summary>
    /// <param name="symbols">Its symbols, magnitudes up to 2^30.</param>
    /// <param name="coarse">Those of the coarser tensor.</param>
    /// <param name="predicted">What they tell (<see cref="Refinement.Predict"/>).</param>
    /// <param name="rowLength">Symbols of a row.</param>
    public void Encode(ReadOnlySpan<int> symbols, ReadOnlySpan<int> coarse, ReadOnlySpan<int> predicted, int rowLength)
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
                int context = RefinementContexts.Context(coarse[i], row, columns[k]), difference = symbols[i] - predicted[i];
                EncodeMagnitude(answers.Slice(context, RefinementContexts.Escape + 1), Math.Abs(difference));
                if (difference != 0 && coarse[i] == 0)
                    _coder.EncodeEven(difference > 0);
                else if (difference != 0)
                    _coder.Encode(ref signs[context], difference > 0 == coarse[i] > 0);
                row = SymbolContexts.AfterInRow(row, Math.Abs(symbols[i]));
                columns[k] = SymbolContexts.AfterInColumn(columns[k], Math.Abs(symbols[i]));
            }
        }
    }

    /// <summary>The bytes of all tensors.</summary>
    public byte[] Finish() => _coder.Finish();

    private void EncodeMagnitude(Span<uint> answers, int magnitude)
    {
        for (int bin = 0; bin < RefinementContexts.Escape; bin++)
        {
            _coder.Encode(ref answers[bin], magnitude == bin);
            if (magnitude == bin)
                return;
        }

        int value = magnitude - RefinementContexts.Escape + 1, digits = BitOperations.Log2((uint)value);
        for (int i = 0; i < RefinementContexts.LongestEscape; i++)
        {
            _coder.Encode(ref _contexts.Digits[i], i == digits);
            if (i == digits)
                break;
        }

        _coder.EncodeBits((uint)value, digits);
    }
}
