using System.Globalization;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Ops.Analysis;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Distill;

/// <summary>Knowledge distillation (Hinton et al. 2015): a smaller student learns the model's soft answers beside the labels, both in one step graph.</summary>
/// <param name="options">Which student and how.</param>
public sealed class DistillStep(DistillOptions options) : IDeploymentOperator
{
    /// <inheritdoc/>
    public string Name => "distill";

    /// <inheritdoc/>
    public bool ChangesOutputs => true;

    /// <inheritdoc/>
    public Artefact Apply(Artefact input, OperatorContext context)
    {
        Model whole = input.NeededWhole(Name, "A model in parts has no answers to learn from.");
        Model teacher = FineTuner.Prepared(whole);
        HiddenPair[] written = options.FindsPairs ? [] : [.. options.Match.Select(Pair)];
        if (options is { FindsPairs: true, Student: not null })
            throw new InputException("operator-option", "distill(match)", "What stands for removed blocks is known of derived students only.", "Write pairs, match=STUDENT>TEACHER, or leave student out.");
        (Model student, string note, IReadOnlyList<HiddenPair> stands) = options.Student is string path
            ? (FineTuner.Prepared(context.Read(path)), $"distill: student {Path.GetFileName(path)}", [])
            : StudentDerivation.Derive(teacher, options, context);
        RequireSameInput(student, teacher);
        Model trained = HiddenMatching.Run(student, teacher, options.FindsPairs ? stands : written, options.Training, context);
        (ModelSummary before, ModelSummary after) = (ModelAnalyser.Summarise(teacher), ModelAnalyser.Summarise(trained));
        return input.With(
            [trained],
            string.Create(CultureInfo.InvariantCulture, $"{note}; parameters {before.Parameters} to {after.Parameters}, MACs {before.Macs} to {after.Macs} ({(double)before.Macs / Math.Max(1, after.Macs):0.00} times fewer), {options.Training.Epochs} epochs{(options.FindsPairs ? $", hidden values matched: {stands.Count}" : "")}"));
    }

    private static HiddenPair Pair(string written) => written.Split('>') is [var student, var teacher]
        ? new HiddenPair(student, teacher)
        : throw new InputException("operator-option", "distill(match)", $"'{written}' is no pair of values.", "Write match=STUDENT>TEACHER, pairs separated by semicolons.");

    private static void RequireSameInput(Model student, Model teacher)
    {
        (IReadOnlyList<Dim>? mine, IReadOnlyList<Dim>? theirs) = (student.Graph.Inputs[0].Tensor?.Shape, teacher.Graph.Inputs[0].Tensor?.Shape);
        bool fits = mine is null || theirs is null || (mine.Count == theirs.Count && mine.Zip(theirs).Skip(1).All(d => d.First.Size is null || d.Second.Size is null || d.First.Size == d.Second.Size));
        if (!fits)
            throw new InputException("student-input", student.Graph.Inputs[0].Name, $"The student takes [{string.Join(",", mine!)}], the teacher [{string.Join(",", theirs!)}].", "Use a student of the same input.");
    }
}
