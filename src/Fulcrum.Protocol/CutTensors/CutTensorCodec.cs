using System.Runtime.InteropServices;
using Fulcrum.Problems;

namespace Fulcrum.Protocol.CutTensors;

/// <summary>Samples of cut tensors to bytes and back (docs/cut-tensors.md). Every sample is coded alone: nothing is kept from one to the next.</summary>
public static class CutTensorCodec
{
    /// <summary>Codes a sample: by learnt contexts or as fields of fixed width, whichever is shorter.</summary>
    /// <param name="sample">Its values, in the tensor's order.</param>
    /// <param name="grid">How to code.</param>
    /// <exception cref="InputException"><c>tensor-not-finite</c>: a value is NaN; <c>tensor-grid</c>: the grid is not one of such a sample.</exception>
    public static byte[] Encode(ReadOnlySpan<float> sample, CutTensorGrid grid)
    {
        if (grid.IsFloat)
            return Plain(sample);
        var layout = CutLayout.Of(grid, sample.Length);
        byte[] codes = layout.Quantize(sample, grid);
        var rows = CutRows.Best(layout, codes);
        return CutForm.Shorter(codes, grid.Bits, rows, CutEncoder.Encode(codes, rows, grid));
    }

    /// <summary>Reads a sample back. Time and memory are those of the sample, whatever the bytes.</summary>
    /// <param name="coded">What <see cref="Encode"/> gave.</param>
    /// <param name="grid">How it was coded.</param>
    /// <param name="sample">Room for the sample.</param>
    /// <exception cref="InputException"><c>tensor-length</c>, <c>tensor-coding</c>, <c>tensor-code</c>: the bytes are not those of such a sample; <c>tensor-grid</c>.</exception>
    public static void Decode(ReadOnlySpan<byte> coded, CutTensorGrid grid, Span<float> sample)
    {
        if (grid.IsFloat)
        {
            Plain(coded, sample);
            return;
        }

        var layout = CutLayout.Of(grid, sample.Length);
        byte[] codes = new byte[sample.Length];
        if (!CutForm.TryUnpack(coded, grid.Bits, codes))
        {
            (CutRows rows, Range stream) = CutForm.Stream(coded, layout);
            CutDecoder.Decode(coded[stream], rows, grid, codes);
        }

        layout.Dequantize(codes, grid, sample);
    }

    /// <summary>Rounds a sample to the grid in place: what a receiver would see, to the bit.</summary>
    /// <param name="sample">The values.</param>
    /// <param name="grid">The grid.</param>
    /// <exception cref="InputException">As <see cref="Encode"/>.</exception>
    public static void RoundTrip(Span<float> sample, CutTensorGrid grid)
    {
        if (grid.IsFloat)
            return;
        var layout = CutLayout.Of(grid, sample.Length);
        layout.Dequantize(layout.Quantize(sample, grid), grid, sample);
    }

    /// <summary>Codes a sample bit by bit: the highest bits of all codes, then the next ones. Floats are one plane.</summary>
    /// <param name="sample">Its values.</param>
    /// <param name="grid">How to code.</param>
    /// <returns>As many planes as the grid has bits.</returns>
    /// <exception cref="InputException">As <see cref="Encode"/>.</exception>
    public static IReadOnlyList<byte[]> EncodePlanes(ReadOnlySpan<float> sample, CutTensorGrid grid)
    {
        if (grid.IsFloat)
            return [Plain(sample)];
        var layout = CutLayout.Of(grid, sample.Length);
        byte[] codes = layout.Quantize(sample, grid), prefixes = new byte[codes.Length], fields = new byte[codes.Length];
        var rows = CutRows.Best(layout, codes);
        byte[][] planes = new byte[grid.Bits][];
        for (int plane = 0; plane < planes.Length; plane++)
        {
            int hidden = grid.Bits - 1 - plane;
            for (int i = 0; i < codes.Length; i++)
            {
                prefixes[i] = (byte)(codes[i] >> hidden);
                fields[i] = (byte)(prefixes[i] & 1);
            }

            planes[plane] = CutForm.Shorter(fields, 1, rows, CutPlaneCoder.Encode(prefixes, rows, grid, hidden));
        }

        return planes;
    }

    /// <summary>
    /// Reads a sample from its first planes. A code of which k bits are known is zero where it may be, else the middle of those it may be; all planes give what
    /// <see cref="Decode"/> gives.
    /// </summary>
    /// <param name="planes">The first planes of <see cref="EncodePlanes"/>, at least one.</param>
    /// <param name="grid">How it was coded.</param>
    /// <param name="sample">Room for the sample.</param>
    /// <exception cref="InputException"><c>tensor-length</c>, <c>tensor-coding</c>: the planes are not those of such a sample; <c>tensor-grid</c>.</exception>
    public static void DecodePlanes(IReadOnlyList<byte[]> planes, CutTensorGrid grid, Span<float> sample)
    {
        if (planes.Count < 1 || planes.Count > (grid.IsFloat ? 1 : grid.Bits))
            throw new InputException("tensor-coding", "body", $"A cut tensor of {grid.Bits} bits has no {planes.Count} planes.", "Send the first planes of a cut tensor, at least one.");
        if (grid.IsFloat)
        {
            Plain(planes[0], sample);
            return;
        }

        var layout = CutLayout.Of(grid, sample.Length);
        byte[] prefixes = new byte[sample.Length], fields = new byte[sample.Length];
        for (int plane = 0; plane < planes.Count; plane++)
        {
            if (CutForm.TryUnpack(planes[plane], 1, fields))
            {
                for (int i = 0; i < fields.Length; i++)
                    prefixes[i] = (byte)((prefixes[i] << 1) | fields[i]);
                continue;
            }

            (CutRows rows, Range stream) = CutForm.Stream(planes[plane], layout);
            CutPlaneCoder.Decode(planes[plane].AsSpan()[stream], prefixes, rows, grid, grid.Bits - 1 - plane);
        }

        Reconstruct(prefixes, layout, grid, grid.Bits - planes.Count, sample);
    }

    private static void Reconstruct(ReadOnlySpan<byte> prefixes, CutLayout layout, CutTensorGrid grid, int hidden, Span<float> sample)
    {
        Span<float> values = stackalloc float[256];
        float middle = ((1 << hidden) - 1) / 2f;
        for (int c = 0; c < grid.Channels; c++)
        {
            int zero = grid.ZeroPoints[c];
            for (int p = 0; p <= grid.MaximumCode >> hidden; p++)
                values[p] = p == zero >> hidden ? 0 : grid.Scales[c] * ((p << hidden) - zero + middle);
            layout.Spread(prefixes, values, c, sample);
        }
    }

    private static byte[] Plain(ReadOnlySpan<float> sample) => [0, .. MemoryMarshal.AsBytes(sample)];

    private static void Plain(ReadOnlySpan<byte> coded, Span<float> sample)
    {
        CutForm.RequireLength(coded.Length, 1 + (4L * sample.Length));
        if (coded[0] != 0)
            throw new InputException("tensor-coding", "body", $"Form {coded[0]} is not one of floats.", "Send exactly the coded cut tensor.");
        coded[1..].CopyTo(MemoryMarshal.AsBytes(sample));
    }
}
