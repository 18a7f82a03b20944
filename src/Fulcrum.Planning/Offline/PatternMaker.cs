using Fulcrum.Data;
using Fulcrum.Planning.Allocation;
using Fulcrum.Planning.Chains;
using Fulcrum.Planning.Patterns;
using Fulcrum.Planning.Segments;
using Fulcrum.Protocol.Segments;
using Fulcrum.Protocol.Tensors;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Planning.Offline;

/// <summary>Makes the pattern of one (cut, level): allocate under a noise budget, execute, move the budget, keep the smallest that passes.</summary>
internal sealed class PatternMaker(
    ChainExecutor executor, NoisyWeights[] weights, NoisyCut[] cuts, TensorMeasurement[] weightFacts, TensorMeasurement[] cutFacts,
    SegmentBuilder builder, OfflineOptions options)
{
    private const int BudgetSteps = 9;
    private const double SmallestBudget = 1.0 / 256, LargestBudget = 4;
    private static readonly int[] Widths = [2, 3, 4, 5, 6, 7, 8];
    private readonly Dictionary<(int Layer, int Bits), CodedSize> _sizes = [];
    private readonly Dictionary<string, PairedDrop> _executed = [];

    private LayerChain Chain => executor.Chain;

    /// <summary>Floats throughout: the same answers as the unsplit model.</summary>
    public Pattern Lossless(int cut) => Finish(cut, 0, Floats(cut));

    /// <summary>The smallest pattern found whose loss stays inside the level with the whole set's confidence.</summary>
    public Pattern Make(int cut, int level)
    {
        (double low, double high) = (Math.Log(SmallestBudget), Math.Log(LargestBudget));
        Candidate best = Careful(cut, level);
        for (int i = 0; i < BudgetSteps; i++)
        {
            double middle = (low + high) / 2;
            Candidate? candidate = Allocate(cut, level, Math.Exp(middle));
            bool inside = candidate is not null && IsInside(candidate, level);
            if (inside && Traffic(cut, candidate!) <= Traffic(cut, best))
                best = candidate!;
            if (candidate is null || inside)
                low = middle;
            else
                high = middle;
        }

        return Finish(cut, options.Levels[level], best);
    }

    /// <summary>Eight bits everywhere, or floats where even that loses too much.</summary>
    private Candidate Careful(int cut, int level)
    {
        Candidate eight = Execute(cut, [.. Enumerable.Repeat(8, cut)], cut < Chain.Depth ? 8 : 32, 0);
        return IsInside(eight, level) ? eight : Floats(cut);
    }

    private Candidate Floats(int cut) => new([.. Enumerable.Repeat(32, cut)], 32, 0, new PairedDrop(0, 0, executor.Samples.Count));

    private Candidate? Allocate(int cut, int level, double budget)
    {
        var tensors = Enumerable.Range(1, cut).Select(l => WeightOptions(l, level)).ToList();
        if (cut < Chain.Depth)
            tensors.Add([.. Widths.Select(b => new AllocationOption(b, CutBytes(cut, b), cutFacts[cut].Psi(b, level)))]);
        if (tensors.Count == 0 || Allocator.Solve(new AllocationProblem(tensors, budget)) is not AllocationResult chosen)
            return null;
        int[] bits = [.. chosen.Options.Select((o, t) => tensors[t][o].Bits)];
        return Execute(cut, bits[..cut], cut < Chain.Depth ? bits[^1] : 32, budget);
    }

    private IReadOnlyList<AllocationOption> WeightOptions(int layer, int level) =>
    [
        .. Widths.Select(b => new AllocationOption(b, Size(layer, b).Total, weightFacts[layer - 1].Psi(b, level))),
        new AllocationOption(32, Size(layer, 32).Total, 0),
    ];

    private Candidate Execute(int cut, int[] weightBits, int cutBits, double budget)
    {
        string key = $"{cut}:{string.Join(',', weightBits)}:{cutBits}";
        if (!_executed.TryGetValue(key, out PairedDrop drop))
            _executed[key] = drop = Measure(cut, weightBits, cutBits);
        return new Candidate(weightBits, cutBits, budget, drop);
    }

    private PairedDrop Measure(int cut, int[] weightBits, int cutBits)
    {
        for (int layer = 1; layer <= cut; layer++)
            weights[layer - 1].Place(weightBits[layer - 1]);
        executor.Run(1, cut, working: false, changed: true);
        if (cut == 0)
            executor.ReferenceAt(0).CopyTo(executor.WorkingAt(0));
        if (cut < Chain.Depth)
            TensorCodec.RoundTrip(executor.WorkingAt(cut), cuts[cut].Quantization(cutBits));
        executor.Run(cut + 1, Chain.Depth, working: true, changed: false);
        return PairedDrop.Between(executor.Right, executor.Judge(executor.Result));
    }

    private Pattern Finish(int cut, double level, Candidate chosen)
    {
        TensorQuantization quantization = cut < Chain.Depth ? cuts[cut].Quantization(chosen.CutBits) : TensorQuantization.Float;
        byte[] file = cut == 0 ? [] : SegmentWriter.Write(builder.Build(cut, level, chosen.WeightBits, quantization));
        CodedSize[] sizes = [.. chosen.WeightBits.Select((b, i) => Size(i + 1, b))];
        return new Pattern
        {
            Cut = cut,
            Level = level,
            WeightBits = chosen.WeightBits,
            ContinuousBits = chosen.Budget > 0 ? Continuous(cut, level, chosen.Budget) : [],
            CutTensor = quantization,
            CutTensorBytes = CutBytes(cut, chosen.CutBits),
            SegmentBytes = file.Length,
            SegmentId = cut == 0 ? "" : SegmentWriter.Hash(file),
            CodedWeightBytes = [.. sizes.Select(s => s.Symbols)],
            EntropyBytes = [.. sizes.Select(s => s.Entropy)],
            Fp32Bytes = cut == 0 ? 0 : Chain.Head(cut).Graph.Initializers.Sum(t => t.Data!.Length),
            Delta = chosen.Budget,
            CalibrationDrop = chosen.Drop.Points,
            CalibrationDropHigh = IsLossless(chosen) ? 0 : chosen.Drop.IntervalFor(Comparisons).High,
        };
    }

    private IReadOnlyList<double> Continuous(int cut, double level, double budget)
    {
        int index = options.Levels.ToList().IndexOf(level);
        IEnumerable<(TensorMeasurement Facts, long Size)> tensors = Enumerable.Range(0, cut).Select(i => (weightFacts[i], Chain.Layers[i].Weight.ElementCount));
        if (cut < Chain.Depth)
            tensors = tensors.Append((cutFacts[cut], Chain.CutElements(cut)));
        ClosedFormTensor[] priced = [.. tensors.Select(t => new ClosedFormTensor(t.Facts.NoiseScale / t.Facts.EnergyByLevel[index], t.Size))];
        return [.. ClosedForm.Bits(priced, budget, Widths[0], Widths[^1]).Select(b => Math.Round(b, 3))];
    }

    /// <summary>All (cut, level) pairs are offered at once, so all must hold at once: Bonferroni over the set.</summary>
    private int Comparisons => (Chain.Depth + 1) * options.Levels.Count;

    private bool IsInside(Candidate candidate, int level) => candidate.Drop.IntervalFor(Comparisons).High <= options.Levels[level];

    private static bool IsLossless(Candidate candidate) => candidate.CutBits == 32 && candidate.WeightBits.All(b => b == 32);

    private long Traffic(int cut, Candidate candidate) =>
        CutBytes(cut, candidate.CutBits) + candidate.WeightBits.Select((b, i) => Size(i + 1, b).Total).Sum();

    private long CutBytes(int cut, int bits) =>
        cut == Chain.Depth ? 0 : TensorCodec.EncodedLength(cuts[cut].Quantization(bits), 1, Chain.CutElements(cut));

    private CodedSize Size(int layer, int bits) => _sizes.TryGetValue((layer, bits), out CodedSize? known)
        ? known
        : _sizes[(layer, bits)] = bits == 32 ? CodedSize.Float(Chain.Layers[layer - 1].Weight.ElementCount) : CodedSize.Of(weights[layer - 1].Quantized(bits));

    /// <summary>Widths that were executed, and what they cost.</summary>
    private sealed record Candidate(int[] WeightBits, int CutBits, double Budget, PairedDrop Drop);
}
