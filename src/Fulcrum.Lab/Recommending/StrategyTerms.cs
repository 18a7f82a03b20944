namespace Fulcrum.Lab.Recommending;

/// <summary>What a latency, or one phase of it, is and how it changes with the parameters.</summary>
internal sealed class PartValue
{
    private readonly List<(int Parameter, double Slope)> _slopes = [];

    /// <summary>Seconds.</summary>
    public double Seconds { get; private set; }

    /// <summary>Derivatives by parameters; one parameter may occur more than once.</summary>
    public IReadOnlyList<(int Parameter, double Slope)> Slopes => _slopes;

    /// <summary>Adds seconds times the exponential of parameters.</summary>
    public void AddFactored(double seconds, int[] parameters, double[] theta)
    {
        double sum = 0;
        foreach (int p in parameters)
            sum += theta[p];
        double value = seconds * Math.Exp(sum);
        Seconds += value;
        foreach (int p in parameters)
            _slopes.Add((p, value));
    }

    /// <summary>Adds a multiple of a parameter.</summary>
    public void AddSeconds(double scale, int parameter, double[] theta)
    {
        Seconds += scale * theta[parameter];
        _slopes.Add((parameter, scale));
    }

    public void AddConstant(double seconds) => Seconds += seconds;
}

/// <summary>The equation of one strategy's latency: its parts as functions of the parameters.</summary>
internal sealed class StrategyTerms
{
    private readonly CandidateStrategy _strategy;
    private readonly double _scale;
    private readonly int _overhead;
    private readonly (int Tier, int[] Factors)[] _compute;
    private readonly LinkTerms[] _links;

    public StrategyTerms(CandidateStrategy strategy, LatencyPriors priors)
    {
        (_strategy, _scale, _overhead) = (strategy, priors.Scale, priors.Overhead);
        _compute = [.. Enumerable.Range(0, strategy.Compute.Count).Where(t => strategy.Compute[t].Seconds > 0).Select(t => (t, priors.Compute(strategy, t)))];
        _links = [.. Enumerable.Range(0, strategy.Links.Count).Where(l => strategy.Links[l] is { IsUsed: true } or { DownBytes: > 0 }).Select(l => new LinkTerms(l, priors.Send(strategy, l, false), strategy.MayPack(l) ? priors.Send(strategy, l, true) : [], priors.Rtt(l), priors.Hop(l)))];
    }

    public IEnumerable<int> Tiers => _compute.Select(c => c.Tier);

    public IEnumerable<int> Links => _links.Select(l => l.Link).Where(l => _strategy.Links[l].IsUsed);

    /// <summary>From the sample to the answer.</summary>
    public PartValue Total(LinkFacts links, double[] theta)
    {
        PartValue sum = new();
        sum.AddConstant(_strategy.ConstantSeconds);
        foreach ((int tier, int[] factors) in _compute)
            sum.AddFactored(_strategy.Compute[tier].Seconds, factors, theta);
        foreach (LinkTerms link in _links)
            Add(sum, link, links, theta);
        sum.AddSeconds(_scale, _overhead, theta);
        return sum;
    }

    /// <summary>What one tier takes.</summary>
    public PartValue Compute(int tier, double[] theta)
    {
        PartValue part = new();
        part.AddFactored(_strategy.Compute[tier].Seconds, _compute.First(c => c.Tier == tier).Factors, theta);
        return part;
    }

    /// <summary>What one link takes.</summary>
    public PartValue Link(int link, LinkFacts links, double[] theta)
    {
        PartValue part = new();
        Add(part, _links.First(l => l.Link == link), links, theta);
        return part;
    }

    /// <summary>What every request takes.</summary>
    public PartValue Rest(double[] theta)
    {
        PartValue part = new();
        part.AddSeconds(_scale, _overhead, theta);
        return part;
    }

    private void Add(PartValue sum, LinkTerms link, LinkFacts links, double[] theta)
    {
        sum.AddFactored(_strategy.LinkSeconds(link.Link, links), _strategy.IsPacked(link.Link, links) ? link.Packed : link.Plain, theta);
        if (!_strategy.Links[link.Link].IsUsed)
            return;
        if (links.RttSeconds[link.Link] > 0)
            sum.AddFactored(links.RttSeconds[link.Link], [link.Rtt], theta);
        sum.AddSeconds(_scale, link.Hop, theta);
    }

    private sealed record LinkTerms(int Link, int[] Plain, int[] Packed, int Rtt, int Hop);
}
