using Fulcrum.Data;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Planning.Baselines;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Profiles;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;
using Fulcrum.Zoo;

namespace Fulcrum.Lab.Tests.GraphPlanning;

public sealed class RepairedPlanTests
{
    private static readonly Plan Some = OnDevice();

    [Fact]
    public void Run_LosesTooMuch_AsksForLessUntilTheLossIsKept()
    {
        List<double> asked = [];
        RepairedPlan kept = RepairedPlan.Run(1, budget => Note(asked, budget), _ => Loss(asked.Count < 3 ? 2 : 1))!;
        Assert.True(kept.IsKept);
        Assert.Equal(2, kept.Repairs);
        Assert.Equal([1, 0.5, 0.25], asked);
    }

    [Fact]
    public void Run_NeverKept_EndsWithTheLastPlan()
    {
        List<double> asked = [];
        RepairedPlan last = RepairedPlan.Run(1, budget => Note(asked, budget), _ => Loss(5))!;
        Assert.False(last.IsKept);
        Assert.Equal(asked.Count - 1, last.Repairs);
        Assert.Equal(asked.OrderDescending(), asked);
    }

    [Fact]
    public void Run_NoPlan_IsNull() => Assert.Null(RepairedPlan.Run(1, _ => null, _ => Loss(0)));

    private static Plan Note(List<double> asked, double budget)
    {
        asked.Add(budget);
        return Some;
    }

    private static ExecutedLoss Loss(int points) => new("split", 10, new PairedDrop(points, 0, 100), 0);

    private static Plan OnDevice()
    {
        var system = new TierSystem([ModelledTimes.Device(new DeviceProfile()), ModelledTimes.Server(new ServerProfile())], [ModelledTimes.Link(new LinkProfile(), new DeviceProfile())]);
        var space = new VariantSpace(Variant.Modelled("identity", ZooCatalog.Create("mnist-mlp6", 1)), system);
        return new AllOnDevice().Choose(space, Constraints.None, Conditions.Of(system))!;
    }
}
