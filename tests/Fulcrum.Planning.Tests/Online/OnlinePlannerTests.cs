using Fulcrum.Planning.Costs;
using Fulcrum.Planning.Online;
using Fulcrum.Planning.Patterns;
using Fulcrum.Planning.Profiles;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Tests.Online;

public sealed class OnlinePlannerTests
{
    private static PlanningRequest Request(Random random) => new()
    {
        MaxDropPoints = new[] { 0, 0.1, 0.3, 1, 5 }[random.Next(5)],
        Device = new DeviceProfile { ClockHz = Math.Exp(random.NextDouble() * 10) * 1e6, MemoryBytes = random.Next(2) == 0 ? double.PositiveInfinity : random.Next(1_000, 3_000_000) },
        Link = new LinkProfile { BitsPerSecond = Math.Exp(random.NextDouble() * 12) * 1e4 },
        Weights = new ObjectiveWeights { Omega = random.NextDouble(), Tau = random.NextDouble(), Eta = random.NextDouble() * 1e6 },
        ExpectedRequests = Math.Exp(random.NextDouble() * 10),
        RawInputStays = random.Next(4) == 0,
    };

    private static double? Optimum(OnlinePlanner planner, PlanningRequest request)
    {
        try
        {
            return planner.Choose(request).Chosen.Cost.Objective;
        }
        catch (InputException infeasible) when (infeasible.Problems[0].Code == "plan-infeasible")
        {
            return null;
        }
    }

    [Fact]
    public void Choose_SeededRequests_EqualsTheLeastAllowedCandidate()
    {
        var random = new Random(1);
        for (int round = 0; round < 500; round++)
        {
            var planner = new OnlinePlanner(PatternSets.Random(random.Next(1, 8), round));
            PlanningRequest request = Request(random);
            double? brute = planner.Candidates(request).Where(c => c.Excluded is null).Select(c => (double?)c.Cost.Objective).Min();
            double? chosen = Optimum(planner, request);
            Assert.Equal(brute is null, chosen is null);
            Assert.True(brute is null || Math.Abs(brute.Value - chosen!.Value) <= 1e-12 * brute.Value);
        }
    }

    [Fact]
    public void Choose_MoreOfAnythingGood_NeverMakesTheOptimumWorse()
    {
        var random = new Random(2);
        (string Law, Func<PlanningRequest, OnlinePlanner, PlanningRequest> Change)[] laws =
        [
            ("bandwidth", (r, _) => r with { Link = new LinkProfile { BitsPerSecond = r.Link.BitsPerSecond * (1 + random.NextDouble()) } }),
            ("accuracy budget", (r, _) => r with { MaxDropPoints = r.MaxDropPoints + random.NextDouble() }),
            ("memory", (r, _) => r with { Device = r.Device with { MemoryBytes = r.Device.MemoryBytes * 2 } }),
            ("expected requests", (r, _) => r with { ExpectedRequests = r.ExpectedRequests * 3 }),
            ("held segments", (r, p) => r with { HeldSegments = new HashSet<string> { p.Patterns.Patterns[random.Next(p.Patterns.Patterns.Count)].SegmentId } }),
            ("input may leave", (r, _) => r with { RawInputStays = false }),
            ("server speed", (r, _) => r with { Server = r.Server with { ClockHz = r.Server.ClockHz * 2 } }),
        ];
        for (int round = 0; round < 300; round++)
        {
            var planner = new OnlinePlanner(PatternSets.Random(random.Next(1, 8), round));
            PlanningRequest request = Request(random);
            double? before = Optimum(planner, request);
            foreach ((string law, var change) in laws)
            {
                double? after = Optimum(planner, change(request, planner));
                Assert.True(before is null || after <= before * (1 + 1e-12), $"{law}, round {round}: {before} became {after}");
            }
        }
    }

    [Fact]
    public void Choose_UnitsRescaled_TakesTheSamePlan()
    {
        var random = new Random(3);
        for (int round = 0; round < 100; round++)
        {
            var planner = new OnlinePlanner(PatternSets.Random(5, round));
            PlanningRequest seconds = Request(random) with { MaxDropPoints = 5, RawInputStays = false, Device = new DeviceProfile() };
            PlanningRequest thousand = seconds with { Weights = new ObjectiveWeights { Omega = seconds.Weights.Omega * 1000, Tau = seconds.Weights.Tau * 1000, Eta = seconds.Weights.Eta * 1000 } };
            Assert.Same(planner.Choose(seconds).Chosen.Pattern, planner.Choose(thousand).Chosen.Pattern);
        }
    }

    [Fact]
    public void Choose_MemoryTooSmallForAnySplitAndInputMustStay_NamesTheNearestPoint()
    {
        var planner = new OnlinePlanner(PatternSets.Random(3, 1));
        var refused = Assert.Throws<InputException>(() => planner.Choose(new PlanningRequest { RawInputStays = true, Device = new DeviceProfile { MemoryBytes = 10 } }));
        Problem problem = Assert.Single(refused.Problems);
        Assert.Equal(("plan-infeasible", "device.memory_bytes"), (problem.Code, problem.Place));
        Assert.Contains(planner.Patterns.Patterns.Where(p => p.Cut > 0).Min(p => p.Fp32Bytes).ToString(), problem.Remedy);
    }

    [Fact]
    public void Choose_SeveralBadFigures_NamesThemAll()
    {
        var planner = new OnlinePlanner(PatternSets.Random(3, 1));
        var refused = Assert.Throws<InputException>(() => planner.Choose(new PlanningRequest
        {
            Link = new LinkProfile { BitsPerSecond = -1 },
            Device = new DeviceProfile { ClockHz = double.NaN },
            ExpectedRequests = 0,
            MaxDropPoints = double.PositiveInfinity,
        }));
        Assert.Equal(["max_drop_points", "device.clock_hz", "link.bits_per_second", "expected_requests"], refused.Problems.Select(p => p.Place));
    }

    [Fact]
    public void Evaluate_Table2OnResNet18_GivesThePapersTimes()
    {
        // method 1.6: 1.814 GMAC at 25 ns on the device is 45.4 s, at 0.4167 ns on the server 0.756 s.
        var model = new CostModel(new DeviceProfile(), new LinkProfile(), new ServerProfile(), new ObjectiveWeights());
        Assert.Equal(45.35, model.Evaluate(new Workload(0, 0, 1.814e9, 0)).DeviceSeconds, 2);
        CostBreakdown server = model.Evaluate(new Workload(0, 150_528, 0, 1.814e9));
        Assert.Equal(0.7558, server.ServerSeconds, 4);
        Assert.Equal(150_528 * 8 / 200e6, server.UplinkSeconds, 12);
        Assert.Equal(server.TotalSeconds + server.EnergyJoules + server.CostUsd, server.Objective, 12);
    }

    [Fact]
    public void Objective_RandomWork_EqualsTheWeightedSumOfItsParts()
    {
        var random = new Random(4);
        for (int round = 0; round < 200; round++)
        {
            PlanningRequest r = Request(random);
            var model = new CostModel(r.Device, r.Link, r.Server, r.Weights);
            var work = new Workload(random.Next(1_000_000), random.Next(10_000), random.Next(1_000_000), random.Next(1_000_000));
            Assert.Equal(1, model.Objective(work) / model.Evaluate(work).Objective, 12);
        }
    }

    [Fact]
    public void Shannon_UnitSnr_CarriesOneBitPerHertz() =>
        Assert.Equal(1e6, LinkProfile.Shannon(1e6, 1, 2e-9, 2e-9).BitsPerSecond, 3);

    [Fact]
    public void Reasons_SendingTheInputWins_SaysThatSplittingLosesAndWhatWouldFlipIt()
    {
        var planner = new OnlinePlanner(PatternSets.Random(4, 2));
        var request = new PlanningRequest { ExpectedRequests = 1e6 };
        Decision decision = planner.Choose(request);
        Assert.Equal(0, decision.Chosen.Pattern.Cut);
        IReadOnlyList<string> reasons = DecisionExplainer.Reasons(planner, request, decision);
        Assert.Contains(reasons, r => r.StartsWith("Splitting loses here", StringComparison.Ordinal));
        Assert.Contains(reasons, r => r.StartsWith("Runner-up", StringComparison.Ordinal));
        Assert.Contains(reasons, r => r.Contains("Mbit/s the choice would move to cut"));
        Assert.Contains(reasons, r => r.StartsWith("If the raw input must stay", StringComparison.Ordinal));
    }
}
