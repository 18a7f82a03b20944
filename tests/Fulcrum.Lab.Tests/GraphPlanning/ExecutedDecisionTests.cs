using Fulcrum.Data;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Profiles;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;
using Fulcrum.Zoo;

namespace Fulcrum.Lab.Tests.GraphPlanning;

public sealed class ExecutedDecisionTests
{
    private static readonly TierSystem System = new([ModelledTimes.Device(new DeviceProfile()), ModelledTimes.Server(new ServerProfile())], [ModelledTimes.Link(new LinkProfile(), new DeviceProfile())]);
    private static readonly GraphPlanOptions Options = new() { System = System, Constraints = Constraints.None.Within(Metric.Drop, 1) };
    private static readonly Conditions Conditions = Conditions.Of(System);

    /// <summary>The smaller model is always the cheaper one, and the planner believes that it loses nothing: only executing tells.</summary>
    [Fact]
    public void Find_VariantLosesTooMuchWhateverIsAsked_IsLeftOut()
    {
        List<string> executed = [];
        ExecutedDecision found = ExecutedDecision.Find(Solver("small", "whole"), Options, Conditions, plan =>
        {
            executed.Add(plan.Variant);
            return Loss(plan.Variant == "small" ? 40 : 0);
        });
        Assert.Equal(["small", "whole"], executed);
        Assert.Equal("whole", found.Repaired.Plan.Variant);
        Assert.True(found.Repaired.IsKept);
        Assert.Equal(["whole"], found.Solver.Spaces.Select(s => s.Variant.Name));
        Assert.All(found.Solver.Front([Metric.Latency, Metric.Drop], Options.Constraints, Conditions), p => Assert.Equal("whole", p.Variant));
    }

    [Fact]
    public void Find_NothingLost_TakesTheCheapestAndLeavesNoneOut()
    {
        ExecutedDecision found = ExecutedDecision.Find(Solver("small", "whole"), Options, Conditions, _ => Loss(0));
        Assert.Equal("small", found.Repaired.Plan.Variant);
        Assert.Equal(2, found.Solver.Spaces.Count);
    }

    [Fact]
    public void Find_AllLoseTooMuch_SaysTheLastOne()
    {
        BudgetException refused = Assert.Throws<BudgetException>(() => ExecutedDecision.Find(Solver("small", "whole"), Options, Conditions, _ => Loss(40)));
        Assert.Contains("loses 40.00 points", refused.Message, StringComparison.Ordinal);
        Assert.Contains("1.00 are tolerated", refused.Message, StringComparison.Ordinal);
    }

    private static DecisionSolver Solver(string small, string whole) => new([Space(whole, "mnist-cnn"), Space(small, "mnist-mlp6")]);

    private static VariantSpace Space(string name, string model) => new(Variant.Modelled(name, ZooCatalog.Create(model, 1)), System);

    private static ExecutedLoss Loss(int points) => new("split", 100, new PairedDrop(points, 0, 100), 0);
}
