using Fulcrum.Graphs;
using Fulcrum.Operators.Blocks;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Operators.Rules;
using Fulcrum.Ops.Analysis;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Prune;

/// <summary>Removes whole blocks and trains what is left beside the whole model.</summary>
internal static class BlockPruning
{
    /// <exception cref="InputException"><c>prune-target</c>: the model has not enough blocks.</exception>
    public static (Model Model, string Note) Apply(Model model, PruneOptions options, FineTuneOptions training, OperatorContext context)
    {
        Model prepared = FineTuner.Prepared(model);
        ModelSummary before = ModelAnalyser.Summarise(prepared);
        long target = (long)(before.Macs * (1 - options.Ratio));
        (Model lean, string rewritten) = LeanForm.Of(prepared);
        BlockRemoval removal = BlockRemoval.Until(lean, target, context);
        ModelSummary after = ModelAnalyser.Summarise(removal.Model);
        if (after.Macs > target)
            throw new InputException("prune-target", model.Graph.Name, FormattableString.Invariant($"Without its {removal.Blocks} skippable blocks {100.0 * after.Macs / before.Macs:0} % of the work is left."), "Ask for a smaller ratio, or unit=channels.");
        string note = FormattableString.Invariant($"prune: {removal.Removed} of {removal.Blocks} blocks removed{rewritten}, parameters {before.Parameters} to {after.Parameters}, MACs {before.Macs} to {after.Macs} ({100.0 * (before.Macs - after.Macs) / before.Macs:0.0} % fewer)");
        return (HiddenMatching.Run(removal.Model, prepared, options.Match ? removal.Stands : [], training, context), note);
    }
}
