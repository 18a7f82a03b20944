using System.Globalization;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Lab.Sensitivity;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Exits;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>Chooses the thresholds that a candidate with exits is offered with: every exit answers every sample once, and the ladder is drawn from that.</summary>
/// <param name="runner">Runs the model.</param>
/// <param name="context">Progress and cancellation.</param>
public sealed class ExitLadders(IModelRunner runner, OperatorContext context)
{
    /// <summary>The rungs.</summary>
    /// <param name="model">The candidate's model.</param>
    /// <param name="plan">Its exits.</param>
    /// <param name="original">What the original model answers to the samples that thresholds are chosen on.</param>
    /// <param name="budget">Points that may be lost.</param>
    public IReadOnlyList<ExitRung> Of(Model model, ExitPlan plan, ReferenceAnswers original, double budget)
    {
        using var chain = new ExitChain(runner, [model], plan);
        var answers = ExitAnswers.Of(chain, plan, original.Samples, context.Progress, context.Cancellation);
        return [.. ExitLadder.Of(answers, [.. plan.Points.Select(p => p.Output)], original.CountRight(), new ExitWork(model, plan.Final), budget).DistinctBy(r => Name("", r))];
    }

    /// <summary>What the variant of a rung is called: <c>exits@0.3 points</c>.</summary>
    public static string Name(string candidate, ExitRung rung) => string.Create(CultureInfo.InvariantCulture, $"{candidate}@{rung.LossPoints:0.##} points");

    /// <summary>A rung's exits as the solver knows them.</summary>
    public static IReadOnlyList<VariantExit> Exits(ExitRung rung, ExitPlan plan) => [.. rung.Exits.Select(e => new VariantExit(e.Output, e.Rate, e.Threshold) { Confidence = plan.Confidence })];

    /// <summary>The model with the exits of a rung only: heads that nobody asks are left out.</summary>
    public static Model Asked(Model model, ExitPlan plan, IEnumerable<string> exits)
    {
        HashSet<string> kept = [plan.Final, .. exits];
        return Subgraph.Extract(model, [.. model.Graph.Inputs.Where(i => model.Graph.Initializers.All(t => t.Name != i.Name))], [.. model.Graph.Outputs.Where(o => kept.Contains(o.Name))]);
    }
}
