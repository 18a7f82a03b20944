namespace Fulcrum.Protocol.Tensors;

/// <summary>How a cut tensor is coded: affine, value = Scale * (q - ZeroPoint), or plain 32-bit floats.</summary>
/// <param name="Bits">2 to 8, or 32 for floats (Scale and ZeroPoint unused).</param>
/// <param name="Scale">Step size; positive.</param>
/// <param name="ZeroPoint">The code of zero, 0 to 2^Bits - 1: zero is always exact (QPART (9), (10)).</param>
public readonly record struct TensorQuantization(int Bits, float Scale, int ZeroPoint)
{
    /// <summary>Plain floats: lossless.</summary>
    public static TensorQuantization Float { get; } = new(32, 1, 0);

    /// <summary>Whether the tensor travels as it is.</summary>
    public bool IsFloat => Bits == 32;

    /// <summary>The largest code.</summary>
    public int MaximumCode => (1 << Bits) - 1;

    /// <summary>Whether the values are ones that a codec can use.</summary>
    public bool IsValid => IsFloat || (Bits is >= 2 and <= 8 && float.IsNormal(Scale) && Scale > 0 && ZeroPoint >= 0 && ZeroPoint <= MaximumCode);

    /// <summary>The grid that covers [minimum, maximum] and zero.</summary>
    /// <param name="minimum">Smallest value seen.</param>
    /// <param name="maximum">Largest value seen.</param>
    /// <param name="bits">2 to 8.</param>
    public static TensorQuantization FromRange(float minimum, float maximum, int bits)
    {
        (minimum, maximum) = (Math.Min(minimum, 0), Math.Max(maximum, 0));
        int codes = (1 << bits) - 1;
        float scale = (maximum - minimum) / codes;
        return float.IsNormal(scale)
            ? new TensorQuantization(bits, scale, (int)Math.Clamp(MathF.Round(-minimum / scale), 0, codes))
            : new TensorQuantization(bits, 1, 0);
    }
}
