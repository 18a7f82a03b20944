using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.FineTuning;

namespace Fulcrum.Operators.Prune;

/// <summary>Removes channels in one or several steps of equal share, and trains what is left after each, beside the whole model as its teacher.</summary>
internal static class GradualPruning
{
    public static (Model Model, string Note) Apply(Model model, PruneOptions options, FineTuneOptions training, OperatorContext context)
    {
        Model current = model;
        PruneResult? first = null, last = null;
        double ratio = 1 - Math.Pow(1 - options.Ratio, 1.0 / options.Steps);
        for (int step = 0; step < options.Steps; step++)
        {
            last = Once(current, options with { Ratio = ratio }, context);
            first ??= last;
            int epochs = (training.Epochs * (step + 1) / options.Steps) - (training.Epochs * step / options.Steps);
            current = FineTuner.Run(last.Model, model, training with { Epochs = epochs }, context, checkpoint: $"prune-{step}");
        }

        PruneResult whole = first! with { Removed = first!.Groups - last!.Groups + last.Removed, ParametersAfter = last.ParametersAfter, MacsAfter = last.MacsAfter };
        return (current, whole.Note);
    }

    /// <summary>Removes channels once, without training.</summary>
    public static PruneResult Once(Model model, PruneOptions options, OperatorContext context)
    {
        var pruning = new StructuredPruning(model, options);
        return pruning.Apply(options.Method == PruneMethod.Taylor ? TaylorScores.Of(pruning, context) : null);
    }
}
