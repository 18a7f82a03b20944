using Fulcrum.Planning.Patterns;
using Fulcrum.Protocol.Tensors;

namespace Fulcrum.Planning.Tests;

/// <summary>Seeded pattern sets of any depth.</summary>
internal static class PatternSets
{
    public static PatternSet Random(int layers, int seed)
    {
        var random = new Random(seed);
        double[] levels = [0.1, 0.25, 0.5, 1, 2];
        LayerFacts[] facts = [.. Enumerable.Range(0, layers).Select(i => new LayerFacts($"fc{i}", $"w{i}", random.Next(100, 100_000), random.Next(100, 100_000), 1, levels))];
        int[] widths = [.. Enumerable.Range(0, layers + 1).Select(_ => random.Next(8, 2000))];
        var patterns = new List<Pattern>();
        for (int cut = 0; cut <= layers; cut++)
        {
            foreach (double level in levels.Prepend(0))
                patterns.Add(Pattern(cut, layers, level, facts, widths[cut], random));
        }

        return new PatternSet
        {
            ModelName = "m",
            ModelHash = new string('b', 64),
            Levels = levels,
            Layers = facts,
            Cuts = [.. widths.Select((w, i) => new CutFacts($"t{i}", w, 1, levels))],
            AdversarialMargin = 1,
            CalibrationSamples = 1000,
            Patterns = patterns,
        };
    }

    private static Pattern Pattern(int cut, int layers, double level, LayerFacts[] facts, int width, Random random)
    {
        int[] bits = [.. Enumerable.Range(0, cut).Select(_ => level == 0 ? 32 : random.Next(2, 9))];
        TensorQuantization quantization = level == 0 || cut == layers ? TensorQuantization.Float : new TensorQuantization(random.Next(2, 9), 0.1f, 0);
        return new Pattern
        {
            Cut = cut,
            Level = level,
            WeightBits = bits,
            CutTensor = quantization,
            CutTensorBytes = cut == layers ? 0 : TensorCodec.EncodedLength(quantization, 1, width),
            SegmentBytes = bits.Select((b, i) => facts[i].WeightCount * b / 8).Sum(),
            SegmentId = cut == 0 ? "" : $"{cut:x4}{(int)(level * 100):x4}".PadLeft(64, '0'),
            CodedWeightBytes = [.. bits.Select((b, i) => facts[i].WeightCount * b / 8)],
            EntropyBytes = [.. bits.Select((b, i) => facts[i].WeightCount * b / 8.0)],
            Fp32Bytes = Enumerable.Range(0, cut).Sum(i => facts[i].WeightCount * 4),
            Delta = 1,
            CalibrationDrop = 0,
            CalibrationDropHigh = level,
        };
    }
}
