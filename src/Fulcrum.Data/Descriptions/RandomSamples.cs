using Fulcrum.Problems;

namespace Fulcrum.Data.Descriptions;

/// <summary>Samples that are made up, for measuring times where no data of the size is at hand: what a model answers to them means nothing.</summary>
internal static class RandomSamples
{
    /// <summary>Token ids are below this: every vocabulary of the zoo has them.</summary>
    private const int MostId = 28_000;

    /// <summary>Makes a split; all labels are 0.</summary>
    /// <exception cref="InputException"><c>dataset-description</c>: no number or seed is given, the values are floats, or it would not fit in memory.</exception>
    public static (ReadOnlyMemory<byte> Samples, int[] Labels) Make(string path, string name, SplitDescription split, int sampleLength, SampleFormat format, int labelsPerSample)
    {
        if (split is not { Count: > 0 and int count, Seed: int seed, First: null, Samples: null, Labels: null })
            throw DescribedDataset.Wrong(path, $"$.{name}", "Samples that are made up need a count and a seed, and nothing else.", "Write { \"format\": \"random\", \"count\": 20, \"seed\": 1 }.");
        if (format.Type == SampleType.Float32 || (long)count * sampleLength * format.Width > int.MaxValue)
            throw DescribedDataset.Wrong(path, $"$.{name}", "Bytes or token ids can be made up, up to 2 GB of them.", "Give fewer, or another type of values.");
        byte[] bytes = new byte[count * sampleLength * format.Width];
        var random = new Random(seed);
        if (format.Type != SampleType.Int64)
            random.NextBytes(bytes);
        for (int i = 0; format.Type == SampleType.Int64 && i < count * sampleLength; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(8 * i), random.NextInt64(3, MostId));
        return (bytes, new int[count * labelsPerSample]);
    }
}
