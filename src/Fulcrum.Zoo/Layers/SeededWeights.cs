using System.Runtime.InteropServices;
using Fulcrum.Graphs;

namespace Fulcrum.Zoo.Layers;

/// <summary>
/// Uniform random tensors. The generator (SplitMix64, Steele et al. 2014) starts from seed and tensor name, so a tensor's values do not
/// depend on which others the model has.
/// </summary>
internal static class SeededWeights
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>A tensor of values between <paramref name="centre"/> - <paramref name="bound"/> and <paramref name="centre"/> + <paramref name="bound"/>.</summary>
    public static Tensor Uniform(int seed, string name, IReadOnlyList<long> shape, float bound, float centre)
    {
        long count = shape.Aggregate(1L, (product, size) => product * size);
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)ElementType.Float.ByteCount(count)));
        Fill(MemoryMarshal.Cast<byte, float>(bytes.AsSpan()), Start(seed, name), bound, centre);
        return new Tensor { Name = name, Element = ElementType.Float, Shape = shape, Bytes = bytes };
    }

    private static void Fill(Span<float> values, ulong state, float bound, float centre)
    {
        float step = bound / 0x8000_0000L;
        unchecked
        {
            int paired = values.Length & ~1;
            for (int i = 0; i < paired; i += 2)
            {
                ulong bits = Mix(state += Golden);
                values[i] = centre + (step * (int)bits);
                values[i + 1] = centre + (step * (int)(bits >> 32));
            }

            if (paired < values.Length)
                values[paired] = centre + (step * (int)Mix(state + Golden));
        }
    }

    // FNV-1a over the name: string.GetHashCode differs from process to process.
    private static ulong Start(int seed, string name)
    {
        unchecked
        {
            ulong hash = 0xCBF29CE484222325;
            foreach (char c in name)
                hash = (hash ^ c) * 0x100000001B3;
            return Mix(hash ^ Mix((ulong)seed + Golden));
        }
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
