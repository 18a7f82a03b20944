using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Deciding;

/// <summary>
/// All plans of one variant that use the first so many links: on each link a cut with a coding, each cut inside the next. Works out, link by link from the end, the least that
/// each dimension can still add (<see cref="LeastRest"/>).
/// </summary>
internal sealed class DepthSearch
{
    private readonly double[] _memory;
    private readonly bool _sharesPatterns;
    private readonly Dictionary<(int Pattern, int Dimension), LeastRest> _rests = [];

    public DepthSearch(VariantSpace space, int depth, SearchScope scope)
    {
        (Space, Depth, Scope) = (space, depth, scope);
        double own = scope.Constraints.Of(Metric.Memory);
        _memory = [.. space.System.Tiers.Select((t, i) => Math.Min(scope.Constraints.TierMemory ? t.MemoryBytes : double.PositiveInfinity, i == 0 ? own * Constraints.Slack : double.PositiveInfinity))];
        _sharesPatterns = space.System.Tiers.Take(depth + 1).Skip(1).All(t => t.HoldsModels);
        double leakage = scope.Constraints.Of(Metric.Leakage) * Constraints.Slack;
        Options = [.. space.Cuts.Select((cut, c) => c == VariantSpace.Full || (scope.Constraints.RawInputStays && cut.CrossesInput) ? [] : cut.Options.Where(o => o.Leakage <= leakage).ToArray())];
        First = new int[Options.Length + 1];
        for (int c = 0; c < Options.Length; c++)
            First[c + 1] = First[c] + Options[c].Length;
    }

    public VariantSpace Space { get; }

    public int Depth { get; }

    public SearchScope Scope { get; }

    /// <summary>The codings of each cut that may be used; none rules the cut out.</summary>
    public LinkOption[][] Options { get; }

    /// <summary>The number of each cut's first option.</summary>
    public int[] First { get; }

    /// <summary>What a segment adds to a dimension; infinite when it does not fit into the tier.</summary>
    public double Segment(int dimension, int tier, int pattern, int from, int to)
    {
        if (from == to)
            return 0;
        ReadOnlySpan<double> q = Space.Segment(tier, pattern, from, to);
        return q[SegmentQuantity.Memory] > _memory[tier] ? double.PositiveInfinity : Scope.Dimensions[dimension].Prices?.Segment(tier, q) ?? 0;
    }

    /// <summary>What a cut on a link adds; handed on from the link before, its loss and coding are counted already.</summary>
    public double Link(int dimension, int link, LinkOption option, bool isRelay) => Scope.Dimensions[dimension].Prices is not { } prices
        ? option.Leakage
        : isRelay ? prices.HandOn(link, option.Quantities) : prices.Link(link, option.Quantities);

    /// <summary>Whether a cut may stand on a link.</summary>
    public bool Allows(int link, int cut) => Options[cut].Length > 0 && Scope.AllowsCut(link, cut);

    /// <summary>What comes with the depth and the variant.</summary>
    public double Base(int dimension)
    {
        Dimension d = Scope.Dimensions[dimension];
        return d.Prices is null ? 0 : d.Prices.Depth(Depth) + (d.DropWeight * Space.Variant.DropPoints);
    }

    /// <summary>The least that a dimension can come to after each link.</summary>
    public LeastRest Rest(int pattern, int dimension)
    {
        int key = _sharesPatterns ? 0 : pattern;
        return _rests.TryGetValue((key, dimension), out LeastRest? known) ? known : _rests[(key, dimension)] = new LeastRest(this, key, dimension);
    }

    /// <summary>The least that a dimension can come to in all, and the first cut on the way there; infinite when there is no plan.</summary>
    public (double Cost, int Cut) Start(int pattern, int dimension)
    {
        if (Depth == 0)
            return (Base(dimension) + Segment(dimension, 0, pattern, VariantSpace.Empty, VariantSpace.Full), VariantSpace.Full);
        LeastRest rest = Rest(pattern, dimension);
        (double least, int cut) = (double.PositiveInfinity, -1);
        foreach (int c in Space.After(VariantSpace.Empty).Prepend(VariantSpace.Empty))
        {
            if (!(rest.Through[0][c] < double.PositiveInfinity))
                continue;
            double cost = Scope.Dimensions[dimension].Combine(Segment(dimension, 0, pattern, VariantSpace.Empty, c), rest.Through[0][c]);
            if (cost < least)
                (least, cut) = (cost, c);
        }

        return (least + Base(dimension), cut);
    }

    /// <summary>The plan on which the first dimension is least, as cuts and codings.</summary>
    public (int[] Cuts, LinkOption[] Options) Path(int pattern)
    {
        int cut = Start(pattern, 0).Cut;
        (List<int> cuts, List<LinkOption> options) = ([], []);
        int option = -1;
        for (int link = 0; link < Depth; link++)
        {
            LeastRest rest = Rest(pattern, 0);
            if (link > 0 && !rest.Stays[link - 1][option])
                (cut, option) = (rest.Next[link - 1][cut], -1);
            option = option < 0 ? rest.Best[link][cut] : option;
            cuts.Add(cut);
            options.Add(Options[cut][option - First[cut]]);
        }

        return ([.. cuts], [.. options]);
    }
}
