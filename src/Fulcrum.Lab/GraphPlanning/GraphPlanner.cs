using Fulcrum.Data;
using Fulcrum.Graphs.Execution;
using Fulcrum.Lab.Sensitivity;
using Fulcrum.Operators.Composition;
using Fulcrum.Planning.Baselines;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Problems;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>Plans any graph over any tiers: measures what coding costs, decides, executes the decision on data, adds bits where it lost too much, and compares with what others would do.</summary>
/// <param name="runner">Runs models.</param>
/// <param name="context">What operators need: data, progress, cancellation.</param>
public sealed class GraphPlanner(IModelRunner runner, OperatorContext context)
{
    /// <summary>Plans.</summary>
    /// <param name="models">The model as it came first, then its variants.</param>
    /// <param name="options">What is asked.</param>
    /// <exception cref="InputException"><c>plan-infeasible</c> when no plan keeps the constraints, and the codes of what is measured.</exception>
    /// <exception cref="BudgetException">Every plan that is predicted to keep the budget lost more by the lower end of its interval when it was executed.</exception>
    public GraphPlanOutcome Run(IReadOnlyList<CandidateModel> models, GraphPlanOptions options)
    {
        Dataset data = context.Needed("plan");
        RequireClasses(data.Calibration);
        PlanSamples samples = PlanSamples.Of(data, options.Sensitivity.Samples, models.Any(m => m.Exits is not null));
        PreparedVariant[] variants = [.. Prepare(models, samples, options)];
        var solver = new DecisionSolver([.. variants.Select(v => new VariantSpace(v.Variant, options.System))]);
        Conditions conditions = Conditions.Of(options.System, options.ExpectedRequests);
        if (ConflictFinder.Find(solver, options.Constraints, conditions) is Conflict conflict)
            throw conflict.ToException();
        ReferenceAnswers test = Reference(models[0], data.Test, options), first = samples.HeldOut == data.Test ? test : Reference(models[0], samples.HeldOut, options);
        var losses = new Dictionary<(Plan, ReferenceAnswers), ExecutedLoss>();
        (RepairedPlan decided, DecisionSolver open) = ExecutedDecision.Find(solver, options, conditions, Judged);
        Plan chosen = decided.Plan;
        ExecutedLoss tested = Loss(chosen, test);
        Explanation explanation = PlanExplainer.Explain(open, chosen, options.Objective, options.Constraints.Within(Metric.Drop, decided.Asked), conditions);
        PolicyPlan[] compared = [.. Compare(solver.Spaces[0], options, conditions)];
        IReadOnlyList<Plan> front = options.Front.Count == 0 ? [] : open.Front(options.Front, options.Constraints, conditions);
        return new GraphPlanOutcome(chosen, explanation, compared, front, Volume(front, compared, options, conditions), decided.Loss, tested, decided.Repairs, variants, conditions)
        {
            Set = options.Grid is null ? null : new PlanSetMaker(solver, options, Judged, context.Progress, context.Cancellation).Make(),
            Progressive = options.Progressive is not double lost ? null : new ProgressiveMaker(
                options.System, (plan, prepared, isTest) => Execute(plan, [prepared], options, conditions, isTest ? test : first)).Make(chosen, variants.Single(v => v.Variant.Name == chosen.Variant), lost, conditions),
        };

        ExecutedLoss Judged(Plan plan) => Judge(options.Constraints.Of(Metric.Drop), Loss(plan, first), () => Loss(plan, test));
        ExecutedLoss Loss(Plan plan, ReferenceAnswers on) => losses.TryGetValue((plan, on), out ExecutedLoss? known) ? known : losses[(plan, on)] = Execute(plan, variants, options, conditions, on);
    }

    private IEnumerable<PreparedVariant> Prepare(IReadOnlyList<CandidateModel> models, PlanSamples samples, GraphPlanOptions options)
    {
        var builder = new VariantBuilder(runner, context, options);
        ReferenceAnswers original = Reference(models[0], samples.Fitted, options);
        var thresholds = new Lazy<ReferenceAnswers>(() => Reference(models[0], samples.Thresholds, options));
        return models.SelectMany((m, i) => m.Exits is { } exits ? builder.Build(m, exits, thresholds.Value) : [builder.Build(m, i == 0 ? null : original)]);
    }

    /// <summary>What counts against a budget: the loss on the samples that decide, unless test samples contradict it by the lower end of their interval.</summary>
    private static ExecutedLoss Judge(double most, ExecutedLoss deciding, Func<ExecutedLoss> test) =>
        deciding.Drop.Points <= most && test() is var tested && tested.Drop.Interval.Low > most ? tested : deciding;

    private ReferenceAnswers Reference(CandidateModel model, DatasetSplit samples, GraphPlanOptions options) => new(runner, model.Model, samples, options.Sensitivity.BatchSize, context.Cancellation);

    private ExecutedLoss Execute(Plan plan, PreparedVariant[] variants, GraphPlanOptions options, Conditions conditions, ReferenceAnswers reference)
    {
        AnswerTally tally = new PlanVerifier(runner, options.System).Run(plan, variants.Single(v => v.Variant.Name == plan.Variant), reference, context.Progress, context.Cancellation);
        return new ExecutedLoss(reference.Samples.Name, plan.Of(Metric.Drop, conditions), tally.Drop, tally.Noise) { Left = tally.Left, Top1 = tally.Variant.Value };
    }

    private static IEnumerable<PolicyPlan> Compare(VariantSpace space, GraphPlanOptions options, Conditions conditions)
    {
        foreach (IPolicy policy in Policies.All(options.System, options.Objective, [conditions]))
        {
            Plan? plan = policy.Choose(space, options.Constraints, conditions);
            yield return new PolicyPlan(policy.Name, plan, plan is not null && options.Constraints.Allow(plan, conditions, options.System));
        }
    }

    private static double? Volume(IReadOnlyList<Plan> front, PolicyPlan[] compared, GraphPlanOptions options, Conditions conditions)
    {
        if (front.Count == 0)
            return null;
        Plan[] all = [.. front, .. compared.Select(c => c.Plan).OfType<Plan>()];
        double[] reference = [.. options.Front.Select(m => Math.Max(1e-12, all.Max(p => p.Of(m, conditions))))];
        return Hypervolume.Of([.. front.Select(p => options.Front.Select((m, i) => p.Of(m, conditions) / reference[i]).ToArray())], [.. reference.Select(_ => 1.0)]);
    }

    /// <summary>With one class nothing can be lost: every plan would look right.</summary>
    private static void RequireClasses(DatasetSplit calibration)
    {
        int[] labels = calibration.LabelsOf(0, calibration.Count).ToArray();
        if (labels.Distinct().Count() < 2)
            throw new InputException("plan-one-class", calibration.Name, $"All {labels.Length} calibration samples are of class {labels.FirstOrDefault()}: no loss can be measured on them.", "Use calibration data of all classes.");
    }
}
