using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;
using Fulcrum.Protocol.Tables;

namespace Fulcrum.Planning.Placements;

/// <summary>All the ways of running one variant on a system: cuts in order, codings, patterns, and what each segment costs. Cuts may be added.</summary>
public sealed class VariantSpace
{
    private readonly VariantPaths _paths;
    private readonly CrossingFacts _crossing;
    private readonly WeightFacts _weights;
    private readonly SegmentCosts _costs;
    private readonly ExitHeads _heads;
    private readonly List<CutPoint> _cuts = [];
    private readonly Dictionary<string, int> _known = [];
    private readonly Dictionary<(int Tier, int Pattern, int From), double[]> _rows = [];
    private readonly Dictionary<int, int[]> _after = [];

    /// <summary>Starts with the inputs, the outputs, and the cuts that are <see cref="Listed"/>.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="system">The tiers.</param>
    /// <param name="held">Names of coded weights (<see cref="HeldName"/>) that tiers hold already, by tier.</param>
    /// <exception cref="InputException">The variant's figures cannot be, a tensor's size is unknown, or the model is too large to search.</exception>
    public VariantSpace(Variant variant, TierSystem system, IReadOnlyDictionary<string, IReadOnlySet<string>>? held = null)
    {
        Problem[] problems = [.. variant.Check()];
        if (problems.Length > 0)
            throw new InputException(problems);
        (Variant, Model) = (variant, new MetricModel(system));
        Positions = new Dictionary<Node, int>(variant.Map.Model.Graph.Nodes.Select((n, i) => KeyValuePair.Create(n, i)), ReferenceEqualityComparer.Instance);
        _paths = new VariantPaths(variant);
        _heads = new ExitHeads(variant.Map, variant.Exits.Select(e => e.Output));
        _crossing = new CrossingFacts(variant);
        _weights = new WeightFacts(variant, held ?? new Dictionary<string, IReadOnlySet<string>>());
        _costs = new SegmentCosts(variant, system, _paths, _weights);
        Add(variant.Map.AllInTail);
        Add(variant.Map.AllInHead);
        foreach (Cut cut in _heads.Listed())
            Add(cut);
    }

    /// <summary>The cuts that are looked at whatever they cost: those that <see cref="CutFinder"/> lists, and every boundary of one tensor.</summary>
    public static IReadOnlyList<Cut> Listed(CutMap map) =>
        map.Options.IncludeDominated ? map.Find().Cuts : [.. map.Find().Cuts, .. CutFinder.BlockBoundaries(map.Model).Select(c => map.At(c.HeadNodes))];

    /// <summary>The variant.</summary>
    public Variant Variant { get; }

    /// <summary>The tiers.</summary>
    public TierSystem System => Model.System;

    /// <summary>How many cuts there are, both ends among them.</summary>
    public int CutCount => _cuts.Count;

    internal const int Empty = 0, Full = 1;

    /// <summary>Where each node stands in the graph.</summary>
    internal Dictionary<Node, int> Positions { get; }

    internal MetricModel Model { get; }

    internal IReadOnlyList<CutPoint> Cuts => _cuts;

    internal IReadOnlyList<string> Patterns => _weights.Patterns;

    /// <summary>The name of a coded weight that a tier may hold.</summary>
    public static string HeldName(string variant, string weight, int bits) => WeightFacts.HeldName(variant, weight, bits);

    /// <summary>The plan with cuts of one's own choice, one for each link that is used, under the first weight pattern: to measure what nobody would choose.</summary>
    /// <param name="cuts">Of <see cref="Variants.Variant.Map"/>, first to last, each inside the next or the same.</param>
    /// <param name="coding">Picks one of the codings of a tensor on offer; null takes the first.</param>
    /// <exception cref="InputException"><c>plan-cuts</c>: more cuts than links, one that leaves nothing after it, or not in order.</exception>
    public Plan Place(IReadOnlyList<Cut> cuts, Func<string, IReadOnlyList<TensorCoding>, TensorCoding>? coding = null)
    {
        int[] numbers = [.. cuts.Select(Add)];
        bool inOrder = Enumerable.Range(1, Math.Max(0, numbers.Length - 1)).All(i => NodeBits.IsSubset(_cuts[numbers[i - 1]].Head, _cuts[numbers[i]].Head));
        if (numbers.Length >= System.Tiers.Count || numbers.Any(n => _cuts[n].IsFull) || !inOrder)
            throw new InputException("plan-cuts", string.Join(" | ", cuts.Select(c => c.Name)), $"These are no cuts for {System.Tiers.Count} tiers, each inside the next.", "Give at most one for each link, first to last, and none behind the whole model.");
        LinkOption[] options = [.. numbers.Select(n => _cuts[n].Option([.. _cuts[n].Tensors.Select(t => coding?.Invoke(t, Codings(t)) ?? Codings(t)[0])]))];
        return Build(0, numbers, options);
    }

    /// <summary>Adds a cut, with the heads of exits whose features it makes; one with the same head is taken as the same.</summary>
    /// <returns>Its number.</returns>
    internal int Add(Cut cut)
    {
        cut = _heads.Close(cut);
        string key = string.Join(',', cut.HeadNodes);
        if (_known.TryGetValue(key, out int known))
            return known;
        _known[key] = _cuts.Count;
        _cuts.Add(new CutPoint(Variant, _paths, _crossing, cut));
        _after.Clear();
        return _cuts.Count - 1;
    }

    /// <summary>Cuts whose head holds all of this one's and more; the full one is left out.</summary>
    internal int[] After(int cut)
    {
        if (_after.TryGetValue(cut, out int[]? known))
            return known;
        CutPoint from = _cuts[cut];
        int size = from.Cut.HeadNodes.Count;
        return _after[cut] = [.. Enumerable.Range(0, _cuts.Count).Where(c => c != Full && _cuts[c].Cut.HeadNodes.Count > size && NodeBits.IsSubset(from.Head, _cuts[c].Head))];
    }

    /// <summary>Quantities of a segment, as <see cref="SegmentQuantity"/>. Tiers that hold the models do not depend on the pattern.</summary>
    internal ReadOnlySpan<double> Segment(int tier, int pattern, int from, int to) =>
        Row(tier, pattern, from).AsSpan(to * SegmentQuantity.Count, SegmentQuantity.Count) is var q && double.IsNaN(q[0]) ? Fill(tier, pattern, from, to, q) : q;

    /// <summary>All segments of a tier from one cut on, one after the other; those not worked out yet start with NaN.</summary>
    private double[] Row(int tier, int pattern, int from)
    {
        int shared = System.Tiers[tier].HoldsModels ? 0 : pattern;
        int known = _rows.TryGetValue((tier, shared, from), out double[]? row) ? row.Length : 0;
        if (known >= _cuts.Count * SegmentQuantity.Count)
            return row!;
        Array.Resize(ref row, (_cuts.Count + (_cuts.Count / 4)) * SegmentQuantity.Count);
        Array.Fill(row, double.NaN, known, row.Length - known);
        return _rows[(tier, shared, from)] = row;
    }

    private Span<double> Fill(int tier, int pattern, int from, int to, Span<double> q)
    {
        _costs.Write(tier, pattern, _cuts[from], _cuts[to], q);
        return q;
    }

    /// <summary>What one node alone would cost on a tier, its weights coded by the first pattern.</summary>
    internal double NodeCost(int tier, int node, MetricPrices prices)
    {
        Span<double> q = stackalloc double[SegmentQuantity.Count];
        _costs.WriteNodes(tier, 0, [node], q);
        q[SegmentQuantity.Memory] = 0;
        q[SegmentQuantity.Used] = 0;
        return prices.Segment(tier, q);
    }

    /// <summary>The least that sending a value over a link costs by codings of a kind; by any, when there is none of the kind.</summary>
    internal double SendCost(int link, string value, MetricPrices prices, Func<TensorCoding, bool> kind) => _crossing.Codings(value).Where(kind).DefaultIfEmpty(_crossing.Codings(value)[0])
        .Min(c => (c.Bytes * prices.Link(link, LinkQuantity.Up, LinkQuantity.Up50, LinkQuantity.Up99)) + (c.DropPoints * prices.Link(link, LinkQuantity.Drop))
            + (c.EncodeSeconds * prices.Link(link, LinkQuantity.Encode, LinkQuantity.Encode50, LinkQuantity.Encode99)) + (c.DecodeSeconds * prices.Link(link, LinkQuantity.Decode, LinkQuantity.Decode50, LinkQuantity.Decode99)));

    /// <summary>The codings of a value that are on offer.</summary>
    internal IReadOnlyList<TensorCoding> Codings(string value) => _crossing.Codings(value);

    /// <summary>The plan with given cuts, one for each link that is used, and their codings.</summary>
    internal Plan Build(int pattern, IReadOnlyList<int> cuts, IReadOnlyList<LinkOption> options)
    {
        int depth = cuts.Count;
        double[][] coefficients = [.. Metrics.All.Select(_ => new double[Model.Layout.Count])];
        List<PlanTier> tiers = [];
        for (int t = 0; t <= depth; t++)
        {
            (int from, int to) = (t == 0 ? Empty : cuts[t - 1], t == depth ? Full : cuts[t]);
            List<int> nodes = SegmentCosts.Between(_cuts[from], _cuts[to]);
            ReadOnlySpan<double> q = Segment(t, pattern, from, to);
            foreach (Metric metric in Metrics.All)
                Model.AddSegment(metric, t, q, coefficients[(int)metric]);
            tiers.Add(new PlanTier(System.Tiers[t].Name, nodes, q[SegmentQuantity.Seconds], q[SegmentQuantity.Memory], _costs.Source(t, nodes)) { FetchBytes = q[SegmentQuantity.Fetch] });
        }

        List<PlanLink> links = [];
        for (int l = 0; l < depth; l++)
        {
            double[] q = [.. options[l].Quantities];
            bool isRelay = l > 0 && cuts[l] == cuts[l - 1];
            if (isRelay)
                q.AsSpan(LinkQuantity.Drop).Clear();
            foreach (Metric metric in Metrics.All)
                Model.AddLink(metric, l, q, coefficients[(int)metric]);
            coefficients[(int)Metric.Leakage][FeatureLayout.Constant] = Math.Max(coefficients[(int)Metric.Leakage][FeatureLayout.Constant], options[l].Leakage);
            links.Add(new PlanLink(_cuts[cuts[l]].Cut, options[l].Codings, q[LinkQuantity.Up], _cuts[cuts[l]].CrossesInput));
        }

        foreach (Metric metric in Metrics.All)
            Model.AddDepth(metric, depth, coefficients[(int)metric]);
        coefficients[(int)Metric.Drop][FeatureLayout.Constant] += Variant.DropPoints;
        return new Plan(Variant.Name, _weights.Patterns[pattern], tiers, links, Model.Layout, coefficients);
    }
}
