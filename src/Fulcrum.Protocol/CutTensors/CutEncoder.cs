using System.Numerics;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.CutTensors;

/// <summary>Codes the codes of a sample as one stream of <see cref="RangeEncoder"/>; see <see cref="CutContexts"/>.</summary>
internal static class CutEncoder
{
    public static byte[] Encode(ReadOnlySpan<byte> codes, CutRows rows, CutTensorGrid grid)
    {
        RangeEncoder coder = RangeEncoder.New();
        uint[] states = new CutContexts().States;
        unchecked
        {
            for (int c = 0, start = 0; c < grid.Channels; c++)
            {
                CutSymbols symbols = CutSymbols.Of(grid, c);
                for (int end = start + rows.Layout.Channel, length; start < end; start += length)
                {
                    (length, bool isFirst) = rows.At(start);
                    EncodeRow(ref coder, states, codes.Slice(start, length), isFirst ? [] : codes[(start - rows.Width)..], symbols);
                }
            }
        }

        return coder.Finish();
    }

    private static void EncodeRow(ref RangeEncoder writer, uint[] states, ReadOnlySpan<byte> codes, ReadOnlySpan<byte> aboves, CutSymbols symbols)
    {
        unchecked
        {
            RangeEncoder coder = writer;
            int left = aboves.IsEmpty ? 0 : aboves[0] - symbols.Zero;
            for (int i = 0; i < codes.Length; i++)
            {
                int symbol = codes[i] - symbols.Zero, above = (uint)i < (uint)aboves.Length ? aboves[i] - symbols.Zero : left;
                int context = CutContexts.Context(left, above), magnitude = Math.Abs(symbol);
                coder.Encode(ref states[context], magnitude == 0);
                if (magnitude != 0)
                {
                    int digits = BitOperations.Log2((uint)magnitude);
                    for (int d = 0; d < symbols.Digits; d++)
                    {
                        coder.Encode(ref states[CutContexts.Length(context, d)], digits == d);
                        if (digits == d)
                            break;
                    }

                    if (digits > 0)
                    {
                        int second = (magnitude >> (digits - 1)) & 1;
                        coder.Encode(ref states[CutContexts.Second(context, digits)], second == 0);
                        if (digits > 1)
                        {
                            coder.Encode(ref states[CutContexts.Third(digits, second)], ((magnitude >> (digits - 2)) & 1) == 0);
                            if (digits > 2)
                                coder.EncodeField((uint)magnitude & ((1u << (digits - 2)) - 1), digits - 2);
                        }
                    }

                    if (magnitude <= symbols.Both)
                        coder.Encode(ref states[CutContexts.Sign(left, above)], symbol > 0);
                }

                left = symbol;
            }

            writer = coder;
        }
    }
}
