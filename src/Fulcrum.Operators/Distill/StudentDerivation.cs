using Fulcrum.Graphs;
using Fulcrum.Operators.Blocks;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Prune;
using Fulcrum.Ops.Analysis;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Distill;

/// <summary>Students made of their teacher: without the blocks that matter least, then without channels. They start from the teacher's weights.</summary>
internal static class StudentDerivation
{
    /// <exception cref="InputException"><c>distill-student</c>: the model cannot be made that much smaller.</exception>
    public static (Model Student, string Note) Derive(Model teacher, DistillOptions options, OperatorContext context)
    {
        long macs = Macs(teacher), target = (long)(macs / options.Speedup);
        (Model student, int removed, int all) = options.Form == StudentForm.Channels ? (teacher, 0, 0) : WithoutBlocks(teacher, target, context);
        long left = Macs(student);
        string note = $"distill: {removed} of {all} blocks removed";
        if (left > target && options.Form == StudentForm.Blocks)
            throw new InputException("distill-student", teacher.Graph.Name, $"Without its {all} skippable blocks the model still has {100.0 * left / macs:0} % of its work.", "Ask for a smaller speedup, or form=auto.");
        if (left > target)
        {
            PruneResult pruned = new StructuredPruning(student, new PruneOptions { Ratio = 1 - ((double)target / left) }).Apply();
            (student, note) = (pruned.Model, $"{note}, {pruned.Removed} of {pruned.Groups} channels");
        }

        return (student, note);
    }

    private static (Model Student, int Removed, int All) WithoutBlocks(Model teacher, long target, OperatorContext context)
    {
        IReadOnlyList<SkippableBlock> blocks = BlockFinder.Find(teacher);
        if (blocks.Count == 0)
            return (teacher, 0, 0);
        IReadOnlyList<double> importance = BlockImportance.Of(teacher, blocks, context);
        SkippableBlock[] order = [.. blocks.Select((b, i) => (Block: b, Importance: importance[i])).OrderBy(b => b.Importance).Select(b => b.Block)];
        long left = Macs(teacher);
        int count = 0;
        while (count < order.Length && left > target)
            left -= order[count++].Macs;
        return (SkippableBlock.Remove(teacher, order.Take(count)), count, blocks.Count);
    }

    private static long Macs(Model model) => ModelAnalyser.Summarise(model).Macs;
}
