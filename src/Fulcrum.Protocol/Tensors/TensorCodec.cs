using System.Runtime.InteropServices;
using Fulcrum.Problems;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Tensors;

/// <summary>Cut tensors to bytes and back: codes of 2 to 8 bits packed, or plain floats. Every sample starts on a byte boundary.</summary>
public static class TensorCodec
{
    /// <summary>Bytes of a batch.</summary>
    /// <param name="quantization">How it is coded.</param>
    /// <param name="samples">Samples in the batch.</param>
    /// <param name="elements">Values per sample.</param>
    public static long EncodedLength(TensorQuantization quantization, long samples, long elements) =>
        checked(samples * (((elements * quantization.Bits) + 7) / 8));

    /// <summary>Codes a batch.</summary>
    /// <param name="values">The samples, one after the other.</param>
    /// <param name="elements">Values per sample.</param>
    /// <param name="quantization">How to code.</param>
    /// <param name="destination">Room for <see cref="EncodedLength"/> bytes.</param>
    /// <exception cref="InputException"><c>tensor-not-finite</c>: a value is NaN.</exception>
    public static void Encode(ReadOnlySpan<float> values, int elements, TensorQuantization quantization, Span<byte> destination)
    {
        if (quantization.IsFloat)
        {
            MemoryMarshal.AsBytes(values).CopyTo(destination);
            return;
        }

        byte[] codes = new byte[elements];
        int stride = (int)EncodedLength(quantization, 1, elements);
        for (int start = 0, offset = 0; start < values.Length; start += elements, offset += stride)
        {
            Quantize(values.Slice(start, elements), quantization, codes);
            BitPacking.Pack(codes, quantization.Bits, destination.Slice(offset, stride));
        }
    }

    /// <summary>Reads a batch back.</summary>
    /// <param name="coded">Exactly <see cref="EncodedLength"/> bytes.</param>
    /// <param name="elements">Values per sample.</param>
    /// <param name="quantization">How it was coded.</param>
    /// <param name="values">Room for the whole batch.</param>
    /// <exception cref="InputException"><c>tensor-length</c>: the bytes are not those of such a batch.</exception>
    public static void Decode(ReadOnlySpan<byte> coded, int elements, TensorQuantization quantization, Span<float> values)
    {
        if (elements <= 0 || coded.Length != EncodedLength(quantization, values.Length / elements, elements))
            throw new InputException("tensor-length", "body", $"{coded.Length} bytes are not {values.Length} values of {quantization.Bits} bits.", "Send exactly the coded cut tensor.");
        if (quantization.IsFloat)
        {
            coded.CopyTo(MemoryMarshal.AsBytes(values));
            return;
        }

        byte[] codes = new byte[elements];
        int stride = (int)EncodedLength(quantization, 1, elements);
        for (int start = 0, offset = 0; start < values.Length; start += elements, offset += stride)
        {
            BitPacking.Unpack(coded.Slice(offset, stride), quantization.Bits, codes);
            for (int i = 0; i < elements; i++)
                values[start + i] = quantization.Scale * (codes[i] - quantization.ZeroPoint);
        }
    }

    /// <summary>Rounds values to the grid in place: what a receiver would see.</summary>
    public static void RoundTrip(Span<float> values, TensorQuantization quantization)
    {
        if (quantization.IsFloat)
            return;
        float inverse = 1 / quantization.Scale;
        for (int i = 0; i < values.Length; i++)
            values[i] = quantization.Scale * (Code(values[i], inverse, quantization) - quantization.ZeroPoint);
    }

    private static void Quantize(ReadOnlySpan<float> values, TensorQuantization quantization, Span<byte> codes)
    {
        float inverse = 1 / quantization.Scale;
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
                throw new InputException("tensor-not-finite", $"value {i}", "The cut tensor holds NaN.", "Check the input and the model.");
            codes[i] = (byte)Code(values[i], inverse, quantization);
        }
    }

    private static int Code(float value, float inverse, TensorQuantization quantization) =>
        (int)Math.Clamp(MathF.Round(value * inverse) + quantization.ZeroPoint, 0, quantization.MaximumCode);
}
