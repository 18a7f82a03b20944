using Fulcrum.Onnx;
using Fulcrum.Planning.Deploying;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;
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
    private const double MostOverhead = 1.0 / 3;

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
            (ProgressiveBase.Nested, Shortened(whole, [.. whole.Keys])),
        ];
        ProgressiveBase[] candidates = [.. coarser.Select(c => Weigh(plan, prepared, c.Name, c.Weights)), .. Partly(plan, prepared, whole, most)];
        ProgressiveBase? chosen = candidates.Where(c => c.Loss.Drop.Points <= most && c.BaseBytes <= MostOfWhole * c.WholeBytes && c.Overhead <= MostOverhead).MinBy(c => c.BaseBytes);
        double latency = plan.Of(Metric.Latency, conditions), requests = conditions.ExpectedRequests, fetch = plan.Tiers.Sum(t => t.FetchBytes), seconds = Slowest(plan, conditions);
        double Amortised(double bytes) => bytes * seconds / requests;
        double once = latency - Amortised(fetch);
        long all = candidates[0].WholeBytes, first = chosen?.BaseBytes ?? all;
        return new ProgressiveOutcome(
            chosen, candidates, chosen is null ? null : execute(plan, With(prepared, plan, chosen.Weights), true),
            once + (first * seconds), once + (all * seconds), Amortised(first + (chosen?.UpgradeBytes ?? 0)), Amortised(all));
    }

    /// <summary>As many tensors without their last digit as the limit allows, those first that cost the least for a byte, by bisection over executions.</summary>
    private IEnumerable<ProgressiveBase> Partly(Plan plan, PreparedVariant prepared, IReadOnlyDictionary<string, PackedTensor> whole, double most)
    {
        WeightPattern pattern = prepared.Variant.Patterns.Single(p => p.Name == plan.Pattern);
        string[] order = [.. whole.Where(w => w.Value.Shape.Count > 1).Select(w => w.Key).OrderBy(n => pattern.Weights[n].DropPoints / pattern.Weights[n].Bytes).ThenBy(n => n, StringComparer.Ordinal)];
        ProgressiveBase? best = null;
        for ((int least, int over) = (0, order.Length); over - least > 1;)
        {
            int count = (least + over) / 2;
            ProgressiveBase tried = Weigh(plan, prepared, $"{count} of {order.Length} tensors {ProgressiveBase.Nested}", Shortened(whole, [.. order.Take(count)]));
            if (tried.Loss.Drop.Points <= most)
                (best, least) = (tried, count);
            else
                over = count;
        }

        return best is null ? [] : [best];
    }

    private static Dictionary<string, PackedTensor> Shortened(IReadOnlyDictionary<string, PackedTensor> whole, HashSet<string> names) =>
        whole.ToDictionary(w => w.Key, w => names.Contains(w.Key) ? CoarseWeights.Of(w.Value) : w.Value);

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
