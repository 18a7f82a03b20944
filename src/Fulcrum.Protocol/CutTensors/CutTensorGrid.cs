using System.Text.Json.Serialization;
using Fulcrum.Problems;

namespace Fulcrum.Protocol.CutTensors;

/// <summary>
/// How a cut tensor is coded: affine by channel, value = Scales[c] * (q - ZeroPoints[c]), or plain 32-bit floats. Value i of a sample belongs to channel
/// (i / Inner) % Channels: [channels, height, width] has Inner = height * width, [tokens, features] has Inner = 1.
/// </summary>
/// <param name="Bits">2 to 8, or 32 for floats (all else unused).</param>
/// <param name="Channels">Channels; 1 is one grid for the whole tensor.</param>
/// <param name="Inner">Values that lie together in a channel.</param>
/// <param name="Scales">Step size of each channel; positive.</param>
/// <param name="ZeroPoints">The code of zero in each channel, 0 to 2^Bits - 1: zero is always exact.</param>
public sealed record CutTensorGrid(int Bits, int Channels, int Inner, IReadOnlyList<float> Scales, IReadOnlyList<int> ZeroPoints)
{
    /// <summary>The most channels.</summary>
    public const int MostChannels = 1 << 20;

    /// <summary>Plain floats: lossless.</summary>
    public static CutTensorGrid Float { get; } = new(32, 1, 1, [1], [0]);

    /// <summary>Whether the tensor travels as it is.</summary>
    [JsonIgnore]
    public bool IsFloat => Bits == 32;

    /// <summary>The largest code of a grid that is not <see cref="IsFloat"/>.</summary>
    [JsonIgnore]
    public int MaximumCode => (1 << Bits) - 1;

    /// <summary>The grid whose channels cover these ranges and zero.</summary>
    /// <param name="bits">2 to 8.</param>
    /// <param name="inner">Values that lie together in a channel.</param>
    /// <param name="minima">The smallest value of each channel; one above 0 counts as 0.</param>
    /// <param name="maxima">The largest value of each channel; one below 0 counts as 0.</param>
    /// <exception cref="ArgumentException">Not as many minima as maxima, or none.</exception>
    public static CutTensorGrid FromRanges(int bits, int inner, ReadOnlySpan<float> minima, ReadOnlySpan<float> maxima)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 8);
        if (minima.Length != maxima.Length || minima.IsEmpty)
            throw new ArgumentException($"{minima.Length} minima and {maxima.Length} maxima are no ranges.");
        float[] scales = new float[minima.Length];
        int[] zeroPoints = new int[minima.Length];
        int codes = (1 << bits) - 1;
        for (int c = 0; c < scales.Length; c++)
        {
            double low = Math.Min(minima[c], 0.0), high = Math.Max(maxima[c], 0.0);
            float scale = (float)((high - low) / codes);
            (scales[c], zeroPoints[c]) = IsStep(scale, codes) ? (scale, (int)Math.Clamp(Math.Round(-low / scale), 0, codes)) : (1, 0);
        }

        return new CutTensorGrid(bits, scales.Length, inner, scales, zeroPoints);
    }

    /// <summary>What is wrong with the grid; empty where it can be used. Code <c>tensor-grid</c>.</summary>
    /// <param name="place">Where the grid was found.</param>
    public IReadOnlyList<Problem> Check(string place)
    {
        if (IsFloat)
            return [];
        if (Bits is < 2 or > 8)
            return [Wrong(place, $"{Bits} bits are neither 2 to 8 nor 32.")];
        if (Channels is < 1 or > MostChannels || Inner < 1)
            return [Wrong(place, $"{Channels} channels of {Inner} values make no grid.")];
        if (Scales?.Count != Channels || ZeroPoints?.Count != Channels)
            return [Wrong(place, $"{Scales?.Count ?? 0} scales and {ZeroPoints?.Count ?? 0} zero points are not those of {Channels} channels.")];
        var problems = new List<Problem>();
        for (int c = 0; c < Channels && problems.Count < 10; c++)
        {
            if (!IsStep(Scales[c], MaximumCode))
                problems.Add(Wrong($"{place}, channel {c}", $"Scale {Scales[c]} is no step size."));
            if (ZeroPoints[c] < 0 || ZeroPoints[c] > MaximumCode)
                problems.Add(Wrong($"{place}, channel {c}", $"Zero point {ZeroPoints[c]} is no code of {Bits} bits."));
        }

        return problems;
    }

    private static bool IsStep(float scale, int codes) => float.IsNormal(scale) && scale > 0 && float.IsFinite(scale * codes);

    private static Problem Wrong(string place, string message) => new("tensor-grid", place, message, "Use the grid that came with the plan.");
}
