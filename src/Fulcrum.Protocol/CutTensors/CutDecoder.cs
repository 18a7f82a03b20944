using Fulcrum.Problems;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.CutTensors;

/// <summary>The other side of <see cref="CutEncoder"/>.</summary>
internal static class CutDecoder
{
    /// <exception cref="InputException"><c>tensor-code</c>: a code lies outside of the grid.</exception>
    public static void Decode(ReadOnlySpan<byte> coded, CutRows rows, CutTensorGrid grid, Span<byte> codes)
    {
        var coder = new RangeDecoder(coded);
        uint[] states = new CutContexts().States;
        unchecked
        {
            for (int c = 0, start = 0; c < grid.Channels; c++)
            {
                CutSymbols symbols = CutSymbols.Of(grid, c);
                for (int end = start + rows.Layout.Channel, length; start < end; start += length)
                {
                    (length, bool isFirst) = rows.At(start);
                    if (!DecodeRow(ref coder, states, codes.Slice(start, length), isFirst ? [] : codes.Slice(start - rows.Width, length), symbols, grid.MaximumCode))
                        throw new InputException("tensor-code", $"channel {c}", $"The coded cut tensor holds a value that {grid.Bits} bits do not have.", "Send the tensor again, coded by the plan's grid.");
                }
            }
        }
    }

    private static bool DecodeRow(ref RangeDecoder reader, uint[] states, scoped Span<byte> codes, scoped ReadOnlySpan<byte> aboves, CutSymbols symbols, int maximum)
    {
        unchecked
        {
            RangeDecoder coder = reader;
            int left = aboves.IsEmpty ? 0 : aboves[0] - symbols.Zero, outside = 0;
            for (int i = 0; i < codes.Length; i++)
            {
                int above = (uint)i < (uint)aboves.Length ? aboves[i] - symbols.Zero : left;
                int context = CutContexts.Context(left, above), symbol = 0;
                if (!coder.Decode(ref states[context]))
                {
                    int digits = 0;
                    while (digits < symbols.Digits && !coder.Decode(ref states[CutContexts.Length(context, digits)]))
                        digits++;
                    symbol = 1;
                    if (digits > 0)
                    {
                        int second = coder.Decode(ref states[CutContexts.Second(context, digits)]) ? 0 : 1;
                        symbol = 2 | second;
                        if (digits > 1)
                        {
                            symbol = (symbol << 1) | (coder.Decode(ref states[CutContexts.Third(digits, second)]) ? 0 : 1);
                            if (digits > 2)
                                symbol = (symbol << (digits - 2)) | (int)coder.DecodeField(digits - 2);
                        }
                    }

                    bool isPositive = symbol <= symbols.Both ? coder.Decode(ref states[CutContexts.Sign(left, above)]) : symbols.IsPositive;
                    symbol = isPositive ? symbol : -symbol;
                }

                int code = symbols.Zero + symbol;
                outside |= code | (maximum - code);
                codes[i] = (byte)code;
                left = (byte)code - symbols.Zero;
            }

            reader = coder;
            return outside >= 0;
        }
    }
}
