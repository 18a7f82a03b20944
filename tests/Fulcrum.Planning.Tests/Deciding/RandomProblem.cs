using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Prediction;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Tests.Deciding;

/// <summary>Seeded random graphs, tiers, times, codings, patterns and conditions.</summary>
internal sealed class RandomProblem
{
    private static readonly string[] Unary = ["Relu", "Neg", "Sigmoid", "Tanh"];
    private readonly Random _random;

    public RandomProblem(int seed, int nodes, int tiers, bool everyCut = true, bool residual = false)
    {
        _random = new Random(seed);
        Model = residual ? Residual(nodes) : Create(nodes);
        System = new TierSystem([.. Enumerable.Range(0, tiers).Select(Tier)], [.. Enumerable.Range(0, tiers - 1).Select(Link)]);
        Map = CutMap.Of(Model, everyCut ? new CutOptions { IncludeDominated = true, MaximumTensors = 12 } : null);
        Times = new TableTimes(Model.Graph.Nodes.Select(_ => Enumerable.Range(0, tiers).ToDictionary(t => $"t{t}", t => _random.Next(1, 50) * 1e-3 / (1 + (2 * t)))).ToArray());
        Variant = MakeVariant("identity");
        Conditions = Conditions.Of(System, _random.Next(1, 200));
    }

    public Model Model { get; }

    public TierSystem System { get; }

    public CutMap Map { get; }

    public TableTimes Times { get; }

    public Variant Variant { get; }

    public Conditions Conditions { get; }

    public DecisionSolver Solver() => new(new VariantSpace(Variant, System));

    /// <summary>The same graph with other codings, patterns and a loss of its own.</summary>
    public Variant MakeVariant(string name, double drop = 0) => new()
    {
        Name = name,
        Map = Map,
        Times = Times,
        DropPoints = drop,
        Codings = Values().ToDictionary(v => v, _ => (IReadOnlyList<TensorCoding>)[.. Codings()]),
        Patterns = [Pattern("float32", 32), Pattern("w4", 4)],
    };

    public Objective RandomObjective(bool withLeakage = false) => Objective.Of(
        (Metric.Latency, _random.Next(1, 10)), (Metric.Energy, _random.Next(3)), (Metric.Money, _random.Next(3) * 1e3), (Metric.Bytes, _random.Next(2) * 1e-6), (Metric.Drop, _random.Next(2) * 0.05), (Metric.Leakage, withLeakage ? 0.1 : 0));

    /// <summary>Limits around what plans cost, so that some bind.</summary>
    public Constraints RandomConstraints(IReadOnlyList<Metric> metrics, Func<Metric, double> typical) => new()
    {
        Limits = [.. metrics.Where(_ => _random.Next(2) == 0).Select(m => new Limit(m, typical(m) * (0.3 + (1.5 * _random.NextDouble()))))],
        RawInputStays = _random.Next(4) == 0,
    };

    private IEnumerable<string> Values() => Model.Graph.Inputs.Select(i => i.Name).Concat(Model.Graph.Nodes.SelectMany(n => n.Outputs));

    private IEnumerable<TensorCoding> Codings()
    {
        double leakage = _random.Next(1, 11) / 10.0;
        double bytes = _random.Next(100, 4000);
        yield return new TensorCoding("float32", bytes, 0, leakage);
        if (_random.Next(3) > 0)
            yield return new TensorCoding("q4", bytes / 8, _random.Next(1, 5) / 10.0, leakage * 0.9) { EncodeSeconds = _random.Next(4) * 1e-4, DecodeSeconds = _random.Next(4) * 1e-4 };
    }

    private WeightPattern Pattern(string name, int bits) => new(name, Model.Graph.Initializers.ToDictionary(
        t => t.Name, _ => _random.Next(1000, 5000) is var bytes ? new WeightChoice(bits, bytes * bits / 32.0, bits == 32 ? 0 : _random.Next(1, 4) / 20.0, bytes) : default));

    private Tier Tier(int t) => new()
    {
        Name = $"t{t}",
        MemoryBytes = _random.Next(3) == 0 ? _random.Next(2000, 20_000) : double.PositiveInfinity,
        PowerWatts = _random.Next(2) == 0 ? _random.Next(1, 5) : null,
        Kappa = 1e-27,
        Price = new TierPrice(t == 0 ? 0 : _random.Next(1, 10) * 1e-5, t == 0 ? 0 : _random.Next(3) * 1e-7),
        HoldsModels = t > 0,
    };

    private TierLink Link(int l) => new()
    {
        From = $"t{l}",
        To = $"t{l + 1}",
        UpBitsPerSecond = _random.Next(1, 40) * 1e5,
        DownBitsPerSecond = _random.Next(1, 40) * 1e5,
        RttSeconds = _random.Next(5) * 1e-3,
        Jitter = _random.Next(3) == 0 ? default : new Jitter(JitterShape.Lognormal, 1e-3, _random.Next(2, 9) * 1e-3),
        TransmitWatts = 1,
        ReceiveWatts = 0.5,
        UpPricePerByte = 1e-10,
        DownPricePerByte = 9e-10,
    };

    private Model Create(int most)
    {
        var builder = new GraphBuilder("random");
        List<string> values = [.. Enumerable.Range(0, _random.Next(1, 3)).Select(i => builder.Input($"x{i}", ElementType.Float, 8))];
        for (int i = 0; i < most; i++)
            values.Add(Node(builder, values, i));
        foreach (string output in values.TakeLast(most).Where(v => v == values[^1] || _random.Next(8) == 0))
            builder.Output(output, ElementType.Float, 8);
        return new Model { Graph = builder.ToGraph() };
    }

    /// <summary>Blocks of two weighted nodes with a shortcut around them: five nodes each, as many boundaries of one tensor as blocks.</summary>
    private static Model Residual(int nodes)
    {
        var b = new GraphBuilder("residual");
        string value = b.Input("x", ElementType.Float, 8);
        for (int i = 0; i < nodes / 5; i++)
        {
            string first = b.Emit("Relu", [b.Emit("Mul", [value, b.Constant(Tensor.From<float>($"a{i}", [8], new float[8]))], $"m{i}")], $"r{i}");
            string second = b.Emit("Mul", [first, b.Constant(Tensor.From<float>($"b{i}", [8], new float[8]))], $"n{i}");
            value = b.Emit("Relu", [b.Emit("Add", [value, second], $"s{i}")], $"y{i}");
        }

        b.Output(value, ElementType.Float, 8);
        return new Model { Graph = b.ToGraph() };
    }

    private string Node(GraphBuilder builder, List<string> values, int i) => _random.Next(3) switch
    {
        0 => builder.Emit(Unary[_random.Next(4)], [Pick(values)], $"v{i}"),
        1 => builder.Emit("Add", [Pick(values), Pick(values)], $"v{i}"),
        _ => builder.Emit("Mul", [Pick(values), builder.Constant(Tensor.From<float>($"w{i}", [8], new float[8]))], $"v{i}"),
    };

    private string Pick(List<string> values) => values[Math.Max(0, values.Count - 1 - (int)(_random.NextDouble() * _random.NextDouble() * values.Count))];
}

/// <summary>Times that a table gives, additive over nodes.</summary>
internal sealed class TableTimes(Dictionary<string, double>[] seconds) : ISegmentTimes
{
    public TimeEstimate Of(Tier tier, IReadOnlyList<int> nodes) => new(nodes.Sum(n => seconds[n][tier.Name]), TimeSource.Fitted);

    public double Of(string tier, int node) => seconds[node][tier];
}
