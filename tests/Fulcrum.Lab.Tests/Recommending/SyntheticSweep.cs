using Fulcrum.Lab.Recommending;

namespace Fulcrum.Lab.Tests.Recommending;

/// <summary>
/// A made world with three tiers and two links: strategies as a planner sees them, and what would really be measured: a tier slower than believed, a link below its nominal rate, overheads that nobody counted,
/// operators that help differently on each tier, and noise.
/// </summary>
internal sealed class SyntheticSweep
{
    private static readonly double[] Mbps = [1, 5, 10, 50, 100, 200];
    private readonly Random _random;
    private readonly double[] _slow;
    private readonly Dictionary<(string, int), double> _quirks = [];

    public SyntheticSweep(int seed, double noise = 0.04)
    {
        _random = new Random(seed);
        _slow = [1.0, 2.0, 0.9];
        Noise = noise;
        Candidates = [.. Strategies()];
    }

    public double Noise { get; }

    public IReadOnlyList<CandidateStrategy> Candidates { get; }

    /// <summary>36 pairs of rates.</summary>
    public static IReadOnlyList<LinkFacts> Pairs { get; } = [.. from a in Mbps from b in Mbps select Links(a, b)];

    public static LinkFacts Links(double first, double second) => new([first * 1e6, second * 1e6], [first * 1e6, second * 1e6], [0.002, 0.02]);

    /// <summary>The median of a sweep: truth and noise.</summary>
    public IReadOnlyList<MeasuredCell> Cells(int runs = 30) => [.. from l in Pairs from s in Enumerable.Range(0, Candidates.Count) select Cell(s, l, runs)];

    public MeasuredCell Cell(int strategy, LinkFacts links, int runs = 30) =>
        new(strategy, links, Truth(strategy, links) * Math.Exp(Noise * Gauss()), runs, 1.2533 * 0.1 / Math.Sqrt(runs));

    /// <summary>What a strategy really takes.</summary>
    public double Truth(int strategy, LinkFacts links)
    {
        CandidateStrategy s = Candidates[strategy];
        double seconds = 0.006;
        for (int t = 0; t < 3; t++)
            seconds += s.Compute[t].Seconds * _slow[t] * (s.Compute[t].Seconds > 0 ? Quirk(s.Operator, t) : 1);
        for (int l = 0; l < 2; l++)
            seconds += s.Links[l].IsUsed ? (links.Seconds(l, s.Links[l]) / (l == 0 ? 0.8 : 0.95)) + links.RttSeconds[l] + 0.003 : 0;
        return seconds;
    }

    public static CandidateStrategy Strategy(string op, string tier, double[] compute, double[] bytes, double spread = 0.9) => new()
    {
        Operator = op,
        Tier = tier,
        Compute = [.. compute.Select(c => new ComputeLoad(c, c > 0 ? spread : 0))],
        Links = [.. bytes.Select(b => new LinkLoad(b > 0, b, b > 0 ? 40 : 0, b > 0 ? 0.1 : 0))],
        DropPoints = op == "identity" ? 0 : 0.5,
    };

    private double Quirk(string op, int tier)
    {
        if (!_quirks.TryGetValue((op, tier), out double quirk))
            _quirks[(op, tier)] = quirk = Math.Exp(0.25 * Gauss());
        return quirk;
    }

    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private IEnumerable<CandidateStrategy> Strategies()
    {
        foreach ((string op, double work, double size) in new[] { ("identity", 1.0, 1.0), ("sptq", 0.45, 1.0), ("bottleneck", 1.02, 0.15) })
        {
            yield return Strategy(op, "mobile", [0.09 * work, 0, 0], [0, 0]);
            yield return Strategy(op, "edge", [0, 0.04 * work, 0], [40_000, 0]);
            yield return Strategy(op, "cloud", [0, 0, 0.015 * work], [40_000, 40_000]);
            yield return Strategy(op, "mobile+edge", [0.03 * work, 0.026 * work, 0], [20_000 * size, 0]);
            if (op != "sptq")
                yield return Strategy(op, "edge+cloud", [0, 0.016 * work, 0.009 * work], [40_000, 20_000 * size]);
        }
    }
}
