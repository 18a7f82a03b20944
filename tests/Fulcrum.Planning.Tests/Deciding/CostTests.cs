using Fulcrum.Graphs;
using Fulcrum.Planning.Costs;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Profiles;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Tests.Deciding;

public sealed class CostTests
{
    [Fact]
    public void Plan_QpartsConstants_CostsWhatQpartsModelSays()
    {
        var b = new GraphBuilder("chain");
        string x = b.Input("x", ElementType.Float, 1, 8);
        string hidden = b.Emit("Relu", [b.Emit("MatMul", [x, b.Constant(Tensor.From<float>("w1", [8, 16], new float[128]))], "h")], "r");
        b.Output(b.Emit("MatMul", [hidden, b.Constant(Tensor.From<float>("w2", [16, 4], new float[64]))], "y"), ElementType.Float, 1, 4);
        var device = new DeviceProfile();
        var server = new ServerProfile();
        var link = new LinkProfile();
        var weights = new ObjectiveWeights { Omega = 2, Tau = 3, Eta = 5 };
        var system = new TierSystem([ModelledTimes.Device(device), ModelledTimes.Server(server)], [ModelledTimes.Link(link, device)]);
        var space = new VariantSpace(Variant.Modelled("identity", new Model { Graph = b.ToGraph() }), system);
        Conditions conditions = Conditions.Of(system, expectedRequests: 7);
        var model = new CostModel(device, link, server, weights);
        // The answer's way back is 16 bytes at the same price as any byte; QPART leaves it out.
        (int[] Head, Workload Work)[] cuts = [([], new(16, 32, 0, 192)), ([0], new((512 / 7.0) + 16, 64, 128, 64)), ([0, 1], new((512 / 7.0) + 16, 64, 128, 64))];
        foreach ((int[] head, Workload work) in cuts)
        {
            int cut = space.Add(space.Variant.Map.At(head));
            Plan plan = space.Build(0, [cut], [space.Cuts[cut].Options[0]]);
            CostBreakdown expected = model.Evaluate(work);
            Assert.Equal(expected.TotalSeconds, plan.Of(Metric.Latency, conditions), 1e-15);
            Assert.Equal(expected.EnergyJoules, plan.Of(Metric.Energy, conditions), 1e-15);
            Assert.Equal(expected.CostUsd, plan.Of(Metric.Money, conditions), 1e-18);
            Assert.Equal(expected.Objective, Objective.Qpart(2, 3, 5).Of(plan, conditions), 1e-14);
        }

        Assert.Equal(model.Evaluate(new(768 / 7.0, 0, 192, 0)).Objective, Objective.Qpart(2, 3, 5).Of(space.Build(0, [], []), conditions), 1e-14);
    }

    [Fact]
    public void Plan_VariantWithAnExit_WeighsWhatFollowsByThoseWhoGoOn()
    {
        var b = new GraphBuilder("exits");
        string a = b.Emit("Relu", [b.Input("x", ElementType.Float, 250)], "a");
        b.Output(b.Emit("Neg", [a], "e"), ElementType.Float, 250);
        b.Output(b.Emit("Tanh", [b.Emit("Sigmoid", [a], "b")], "y"), ElementType.Float, 250);
        Dictionary<string, double> Seconds(double device) => new() { ["device"] = device, ["server"] = device / 10 };
        var times = new TableTimes([Seconds(0.010), Seconds(0.001), Seconds(0.020), Seconds(0.002)]);
        var system = new TierSystem(
            [new Tier { Name = "device", PowerWatts = 2 }, new Tier { Name = "server", Price = new TierPrice(1e-3, 1e-6) }],
            [new TierLink { From = "device", To = "server", UpBitsPerSecond = 1e6, DownBitsPerSecond = 2e6, RttSeconds = 0.005, TransmitWatts = 1 }]);
        Variant variant = Variant.Modelled("exits", new Model { Graph = b.ToGraph() }) with { Times = times, Exits = [new VariantExit("e", 0.7, 0.9)] };
        var space = new VariantSpace(variant, system);
        Conditions conditions = Conditions.Of(system);
        int cut = space.Add(variant.Map.At([0, 1]));
        Plan plan = space.Build(0, [cut], [space.Cuts[cut].Options[0]]);
        double tail = 0.008 + 0.005 + 0.0022 + 0.004;
        Assert.Equal(0.011 + (0.3 * tail), plan.Of(Metric.Latency, conditions), 1e-12);
        Assert.Equal(0.011, plan.Of(Metric.LatencyP50, conditions), 1e-12);
        Assert.Equal(0.011 + tail, plan.Of(Metric.LatencyP99, conditions), 1e-12);
        Assert.Equal(0.3 * 2000, plan.Of(Metric.Bytes, conditions), 1e-9);
        Assert.Equal((0.011 * 2) + (0.3 * 0.008), plan.Of(Metric.Energy, conditions), 1e-12);
        Assert.Equal(0.3 * ((0.0022 * 1e-3) + 1e-6), plan.Of(Metric.Money, conditions), 1e-15);
        Assert.Equal(0.011 + (0.3 * 0.022), space.Build(0, [], []).Of(Metric.Latency, conditions), 1e-12);
    }

    [Fact]
    public void Of_PatternsFromOfferedWidths_KeepTheLevelWithTheLeastBytes()
    {
        var offered = new Dictionary<string, IReadOnlyList<WeightChoice>>
        {
            ["a"] = [new(32, 400, 0, 400), new(8, 100, 0.1, 400), new(4, 50, 0.3, 400)],
            ["b"] = [new(32, 40, 0, 40), new(8, 10, 0.1, 40), new(4, 5, 0.1, 40)],
        };
        IReadOnlyList<WeightPattern> patterns = WeightPatterns.Of(offered, [0, 0.1, 0.2, 0.5]);
        Assert.Equal([440.0, 140, 105, 55], patterns.Select(p => p.Weights.Values.Sum(w => w.Bytes)));
    }
}
