namespace Fulcrum.Lab.Recommending;

/// <summary>
/// The parameters of the latency model and what is believed of them before anything was measured (docs/recommending.md): logarithms of factors, normal about 0; and seconds beyond the planner's, in units of
/// <see cref="Scale"/>, half normal from 0 up.
/// </summary>
internal sealed class LatencyPriors
{
    /// <summary>Shares of a prediction's spread, whose squares add up to 1: what is common to a tier, to an operator, to an operator on a tier, and to a segment.</summary>
    private const double TierShare = 0.8, OperatorShare = 0.37, PairShare = 0.37, SegmentShare = 0.29;

    private const double LinkSpread = 0.3, RttSpread = 0.3, PackSpread = 0.5;
    private readonly Dictionary<(string Kind, string Of, int Place), int> _index = [];
    private readonly List<double> _spread = [];
    private readonly List<bool> _isSeconds = [];

    /// <summary>Takes the parameters that the candidates need.</summary>
    /// <param name="candidates">The strategies.</param>
    /// <param name="scale">Seconds that a request may well take beyond what the planner counts.</param>
    public LatencyPriors(IReadOnlyList<CandidateStrategy> candidates, double scale)
    {
        Scale = scale;
        Overhead = Parameter(("overhead", "", 0), 1, isSeconds: true);
        Terms = [.. candidates.Select(c => new StrategyTerms(c, this))];
    }

    /// <summary>Seconds of one unit of those parameters that are seconds.</summary>
    public double Scale { get; }

    public int Count => _spread.Count;

    /// <summary>The parameter of what every request takes.</summary>
    public int Overhead { get; }

    /// <summary>Which parameters each strategy has.</summary>
    public IReadOnlyList<StrategyTerms> Terms { get; }

    /// <summary>Whether a parameter cannot be negative.</summary>
    public bool IsSeconds(int parameter) => _isSeconds[parameter];

    /// <summary>One over the square of a parameter's spread.</summary>
    public double Precision(int parameter) => 1 / (_spread[parameter] * _spread[parameter]);

    /// <summary>The factors on what a tier computes: of the tier, the operator, both, and of the segment where it is not the whole model.</summary>
    public int[] Compute(CandidateStrategy s, int tier)
    {
        double spread = s.Compute[tier].Spread, wide = s.OperatorSpread;
        List<int> found =
        [
            Parameter(("tier", "", tier), TierShare * spread),
            Parameter(("operator", s.Operator, 0), Math.Sqrt(Math.Pow(OperatorShare * spread, 2) + (wide * wide))),
            Parameter(("pair", s.Operator, tier), Math.Sqrt(Math.Pow(PairShare * spread, 2) + (wide * wide / 4))),
        ];
        if (s.IsSplit)
            found.Add(Parameter(("segment", s.Name, tier), SegmentShare * spread));
        return [.. found];
    }

    /// <summary>The factors on the bytes of a link: of the link, of what is sent, and of packing it.</summary>
    public int[] Send(CandidateStrategy s, int link, bool isPacked)
    {
        LinkLoad load = s.Links[link];
        string sent = load.Sent.Length > 0 ? load.Sent : s.Name;
        List<int> found = [Parameter(("link", "", link), LinkSpread)];
        if (load.Spread > 0)
            found.Add(Parameter(("send", sent, 0), load.Spread));
        if (isPacked)
            found.Add(Parameter(("pack", sent, 0), PackSpread));
        return [.. found];
    }

    public int Rtt(int link) => Parameter(("rtt", "", link), RttSpread);

    public int Hop(int link) => Parameter(("hop", "", link), 0.5, isSeconds: true);

    /// <summary>The number of a parameter; one that several strategies share has the widest of their spreads.</summary>
    private int Parameter((string, string, int) key, double spread, bool isSeconds = false)
    {
        if (!_index.TryGetValue(key, out int index))
        {
            _index[key] = index = _spread.Count;
            _spread.Add(1e-4);
            _isSeconds.Add(isSeconds);
        }

        _spread[index] = Math.Max(_spread[index], spread);
        return index;
    }
}
