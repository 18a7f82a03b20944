using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Ops.Upgrades;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Prune;

/// <summary>Pruning as a step of a composition.</summary>
/// <param name="plan">How much, how, and how the rest is trained.</param>
public sealed class PruneStep(PrunePlan plan) : IDeploymentOperator
{
    /// <inheritdoc/>
    public string Name => "prune";

    /// <inheritdoc/>
    public bool ChangesOutputs => true;

    /// <inheritdoc/>
    public Artefact Apply(Artefact input, OperatorContext context)
    {
        Model model = input.NeededWhole(Name, "A model in parts cannot be pruned: its parts hang together.");
        bool trains = plan.Training.Epochs > 0 && (plan.WantsTraining || context.Data is not null);
        FineTuneOptions training = trains ? plan.Training : plan.Training with { Epochs = 0 };
        bool measures = !trains && plan.RefreshStatistics && context.Data is not null;
        if (trains || plan.NeedsGradients || measures)
            model = OpsetUpgrade.Lift(model);
        PruneOptions structured = plan.Structured ?? new PruneOptions();
        (Model pruned, string note) = plan.Logical is { } logical ? new LogicalPruning(logical, training).Apply(model, context)
            : structured.Unit == PruneUnit.Blocks ? BlockPruning.Apply(model, structured, training, context)
            : GradualPruning.Apply(model, structured, training, context);
        if (measures)
            pruned = RunningStatistics.Refresh(pruned, context);
        return input.With([pruned], note, trains ? $"prune: trained for {training.Epochs} epochs" : "prune: not trained afterwards");
    }
}
