using Fulcrum.Problems;

namespace Fulcrum.Protocol.CutTensors;

/// <summary>
/// A sample as [Outer, Channels, Inner]. Codes are held channel by channel, [Channels, Outer, Inner], in planes of what lies together: neighbours in a plane are alike.
/// </summary>
internal readonly record struct CutLayout(int Channels, int Outer, int Inner)
{
    public int Length => Channels * Outer * Inner;

    /// <summary>Codes of a plane: of one channel's Inner, or with Inner 1 of the channel.</summary>
    public int Plane => Inner > 1 ? Inner : Outer;

    /// <summary>Codes of a channel.</summary>
    public int Channel => Outer * Inner;

    /// <summary>The layout of a sample of so many values.</summary>
    /// <exception cref="InputException"><c>tensor-grid</c>: the grid is no good, or not that of such a sample.</exception>
    public static CutLayout Of(CutTensorGrid grid, int values)
    {
        IReadOnlyList<Problem> problems = grid.Check("grid");
        if (problems.Count > 0)
            throw new InputException(problems);
        long part = (long)grid.Channels * grid.Inner;
        return values > 0 && values % part == 0
            ? new CutLayout(grid.Channels, (int)(values / part), grid.Inner)
            : throw new InputException("tensor-grid", "grid", $"A sample of {values} values has no {grid.Channels} channels of {grid.Inner}.", "Use the grid that came with the plan.");
    }

    /// <summary>The codes of a sample.</summary>
    /// <exception cref="InputException"><c>tensor-not-finite</c>: a value is NaN.</exception>
    public byte[] Quantize(ReadOnlySpan<float> sample, CutTensorGrid grid)
    {
        byte[] codes = new byte[sample.Length];
        float largest = grid.MaximumCode;
        bool isNumber = true;
        unchecked
        {
            for (int c = 0, at = 0; c < Channels; c++)
            {
                float inverse = 1 / grid.Scales[c], zero = grid.ZeroPoints[c];
                for (int o = 0; o < Outer; o++, at += Inner)
                {
                    ReadOnlySpan<float> values = sample.Slice(((o * Channels) + c) * Inner, Inner);
                    Span<byte> room = codes.AsSpan(at, values.Length);
                    for (int i = 0; i < values.Length; i++)
                    {
                        float value = values[i];
                        isNumber &= !float.IsNaN(value);
                        room[i] = (byte)(int)MathF.Min(MathF.Max(MathF.Round(value * inverse) + zero, 0), largest);
                    }
                }
            }
        }

        return isNumber ? codes : throw NotFinite(sample);
    }

    /// <summary>The values of codes.</summary>
    public void Dequantize(ReadOnlySpan<byte> codes, CutTensorGrid grid, Span<float> sample)
    {
        Span<float> values = stackalloc float[256];
        for (int c = 0; c < Channels; c++)
        {
            for (int q = 0; q <= grid.MaximumCode; q++)
                values[q] = grid.Scales[c] * (q - grid.ZeroPoints[c]);
            Spread(codes, values, c, sample);
        }
    }

    /// <summary>Gives every code of a channel its value.</summary>
    /// <param name="codes">Codes of the whole sample.</param>
    /// <param name="values">256 values by code.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="sample">The sample.</param>
    public void Spread(ReadOnlySpan<byte> codes, ReadOnlySpan<float> values, int channel, Span<float> sample)
    {
        unchecked
        {
            for (int o = 0, at = channel * Channel; o < Outer; o++, at += Inner)
            {
                ReadOnlySpan<byte> part = codes.Slice(at, Inner);
                Span<float> room = sample.Slice(((o * Channels) + channel) * Inner, part.Length);
                for (int i = 0; i < part.Length; i++)
                    room[i] = values[part[i]];
            }
        }
    }

    private static InputException NotFinite(ReadOnlySpan<float> sample)
    {
        int at = 0;
        while (!float.IsNaN(sample[at]))
            at++;
        return new InputException("tensor-not-finite", $"value {at}", "The cut tensor holds NaN.", "Check the input and the model.");
    }
}
