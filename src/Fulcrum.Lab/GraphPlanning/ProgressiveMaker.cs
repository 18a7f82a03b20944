using Fulcrum.Onnx;
using Fulcrum.Planning.Deploying;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Protocol.Packed;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>Seeks the fewest bytes that a plan's tiers can start with: each coarser coding of the same weights is executed, coded and weighed.</summary>
/// <param name="system">The tiers.</param>
/// <param name="execute">What a plan loses, with these measurements of its variant, on the samples that decide, and on the test samples.</param>
public sealed class ProgressiveMaker(TierSystem system, Func<Plan, PreparedVariant, bool, ExecutedLoss> execute)
{
    /// <summary>A base helps when it is at most this share of the whole, ...</summary>
    private const double MostOfWhole = 0.85;

    /// <summary>... and when base and rest together take at most this share more than the whole.</summary>
    private const double MostOverhead = 0.25;

    /// <summary>What a plan can start with; null where no tier fetches coded weights.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="prepared">Its variant.</param>
    /// <param name="most">Points that it may lose until the rest is there.</param>
    /// <param name="conditions">For the seconds.</param>
    public ProgressiveOutcome? Make(Plan plan, PreparedVariant prepared, double most, Conditions conditions)
    {
        if (!prepared.Weights.TryGetValue(plan.Pattern, out IReadOnlyDictionary<string, PackedTensor>? whole) || plan.Tiers.All(t => t.Nodes.Count == 0 || system.Find(t.Tier).HoldsModels))
            return null;
        (string Name, IReadOnlyDictionary<string, PackedTensor> Weights)[] coarser =
        [
            .. prepared.Weights.Where(w => w.Key != plan.Pattern && Bits(w.Value) < Bits(whole) && w.Value.Keys.ToHashSet().SetEquals(whole.Keys)).Select(w => (w.Key, w.Value)),
            (ProgressiveBase.Nested, whole.ToDictionary(w => w.Key, w => CoarseWeights.Of(w.Value))),
        ];
        ProgressiveBase[] candidates = [.. coarser.Select(c => Weigh(plan, prepared, c.Name, c.Weights))];
        ProgressiveBase? chosen = candidates.Where(c => c.Loss.Drop.Points <= most && c.BaseBytes <= MostOfWhole * c.WholeBytes && c.Overhead <= MostOverhead).MinBy(c => c.BaseBytes);
        double latency = plan.Of(Metric.Latency, conditions), requests = conditions.ExpectedRequests, fetch = plan.Tiers.Sum(t => t.FetchBytes), seconds = Slowest(plan, conditions);
        double Amortised(double bytes) => bytes * seconds / requests;
        double once = latency - Amortised(fetch);
        long all = candidates[0].WholeBytes, first = chosen?.BaseBytes ?? all;
        return new ProgressiveOutcome(
            chosen, candidates, chosen is null ? null : execute(plan, With(prepared, plan, chosen.Weights), true),
            once + (first * seconds), once + (all * seconds), Amortised(first + (chosen?.UpgradeBytes ?? 0)), Amortised(all));
    }

    private ProgressiveBase Weigh(Plan plan, PreparedVariant prepared, string name, IReadOnlyDictionary<string, PackedTensor> weights)
    {
        (long start, long rest, long all) = (0, 0, 0);
        foreach (PlanSegment segment in PlanSegments.Of(plan, prepared.Variant, tier => prepared.WeightsOn(system.Find(tier), plan)).Where(s => s.Coded.Count > 0))
        {
            PackedModel whole = PackedSegment.Of(segment.Model, segment.Coded, OnnxFile.Serialize), first = whole with { Tensors = [.. segment.Coded.Select(t => weights[t.Name])] };
            (start, rest, all) = (start + PackedModelWriter.Write(first).File.Length, rest + PackedUpgradeWriter.Write(first, whole).Length, all + PackedModelWriter.Write(whole).File.Length);
        }

        return new ProgressiveBase(name, weights, start, rest, all, execute(plan, With(prepared, plan, weights), false));
    }

    /// <summary>Seconds of a byte from the nearest tier with the models to the last that fetches.</summary>
    private double Slowest(Plan plan, Conditions conditions)
    {
        int tier = plan.Tiers.Count - 1;
        while (tier > 0 && (plan.Tiers[tier].Nodes.Count == 0 || system.Tiers[tier].HoldsModels))
            tier--;
        return Enumerable.Range(tier, Math.Max(0, system.HolderFrom(tier) - tier)).Sum(l => 8 / conditions.DownBitsPerSecond[l]);
    }

    private static PreparedVariant With(PreparedVariant prepared, Plan plan, IReadOnlyDictionary<string, PackedTensor> weights) =>
        prepared with { Weights = new Dictionary<string, IReadOnlyDictionary<string, PackedTensor>> { [plan.Pattern] = weights } };

    private static double Bits(IReadOnlyDictionary<string, PackedTensor> weights) => weights.Values.Sum(t => t.EntropyBytes());
}
