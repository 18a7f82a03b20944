using Fulcrum.Graphs;
using Fulcrum.Operators.Blocks;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Operators.Prune;
using Fulcrum.Operators.Rules;
using Fulcrum.Ops;
using Fulcrum.Ops.Analysis;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Distill;

/// <summary>Students made of their teacher: without the blocks that matter least, then without channels. They start from the teacher's weights.</summary>
internal static class StudentDerivation
{
    /// <exception cref="InputException"><c>distill-student</c>: the model cannot be made that much smaller.</exception>
    /// <returns>The student, what was done, and what stands in it for blocks that went, where it still has their shape.</returns>
    public static (Model Student, string Note, IReadOnlyList<HiddenPair> Stands) Derive(Model teacher, DistillOptions options, OperatorContext context)
    {
        long macs = Macs(teacher), target = (long)(macs / options.Speedup);
        (Model lean, string rewritten) = LeanForm.Of(teacher);
        double share = options.Form == StudentForm.Channels ? 0 : options.Blocks;
        BlockRemoval removal = BlockRemoval.Until(lean, Math.Max(target, (long)(Macs(lean) * (1 - share))), context);
        (Model student, int removed, int all) = removal;
        long left = Macs(student);
        string note = $"distill: {removed} of {all} blocks removed{rewritten}";
        if (left > target && options.Form == StudentForm.Blocks)
            throw new InputException("distill-student", teacher.Graph.Name, $"Without its {all} skippable blocks the model still has {100.0 * left / macs:0} % of its work.", "Ask for a smaller speedup, or form=auto.");
        if (left <= target)
            return (student, note, removal.Stands);
        PruneResult pruned = GradualPruning.Once(student, options.Channels with { Ratio = 1 - ((double)target / left) }, context);
        return (pruned.Model, $"{note}, {pruned.Removed} of {pruned.Groups} channels", [.. OfOneShape(removal.Stands, pruned.Model, teacher)]);
    }

    private static IEnumerable<HiddenPair> OfOneShape(IReadOnlyList<HiddenPair> pairs, Model student, Model teacher)
    {
        (GraphTypes own, GraphTypes whole) = (TypeInference.Infer(student), TypeInference.Infer(teacher));
        return pairs.Where(p => $"{own.Tensor(p.Student)}" == $"{whole.Tensor(p.Teacher)}");
    }

    private static long Macs(Model model) => ModelAnalyser.Summarise(model).Macs;
}
