using System.Globalization;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Ops.Analysis;
using Fulcrum.Problems;
using Fulcrum.Training;
using Fulcrum.Training.Losses;

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
        (Model student, string note) = options.Student is string path
            ? (FineTuner.Prepared(context.Read(path)), $"distill: student {Path.GetFileName(path)}")
            : StudentDerivation.Derive(teacher, options, context);
        RequireSameInput(student, teacher);
        Model trained = Train(student, teacher, context);
        (ModelSummary before, ModelSummary after) = (ModelAnalyser.Summarise(teacher), ModelAnalyser.Summarise(trained));
        return input.With(
            [trained],
            string.Create(CultureInfo.InvariantCulture, $"{note}; parameters {before.Parameters} to {after.Parameters}, MACs {before.Macs} to {after.Macs} ({(double)before.Macs / Math.Max(1, after.Macs):0.00} times fewer), {options.Training.Epochs} epochs"));
    }

    private Model Train(Model student, Model teacher, OperatorContext context)
    {
        if (options.Match.Count == 0)
            return FineTuner.Run(student, teacher, options.Training, context);
        (string Student, string Teacher)[] pairs = [.. options.Match.Select(Pair)];
        Model watched = WithOutputs(student, pairs.Select(p => p.Student)), watchedTeacher = WithOutputs(teacher, pairs.Select(p => p.Teacher));
        int first = watched.Graph.Outputs.Count;
        double soft = options.Training.Teacher;
        var loss = new WeightedSum(
        [
            (1 - soft, new SoftmaxCrossEntropy()),
            (soft, new SoftTargets(0, first) { Temperature = options.Training.Temperature }),
            .. pairs.Select(p => (1.0 / pairs.Length, (Loss)new Matching(Position(watched, p.Student), first + Position(watchedTeacher, p.Teacher)))),
        ]);
        Model trained = FineTuner.WithTeacher(watched, watchedTeacher, joined => FineTuner.Run(joined, loss, options.Training, context, TrainingOptions.TrainableOf(student)));
        return trained with { Graph = trained.Graph with { Outputs = student.Graph.Outputs } };
    }

    private static (string Student, string Teacher) Pair(string written) => written.Split('>') is [var student, var teacher]
        ? (student, teacher)
        : throw new InputException("operator-option", "distill(match)", $"'{written}' is no pair of values.", "Write match=STUDENT>TEACHER, pairs separated by semicolons.");

    /// <summary>The model with values among its outputs, each once.</summary>
    private static Model WithOutputs(Model model, IEnumerable<string> values)
    {
        HashSet<string> made = [.. model.Graph.Nodes.SelectMany(n => n.Outputs)];
        string[] wanted = [.. values];
        if (wanted.FirstOrDefault(v => !made.Contains(v)) is string stray)
            throw new InputException("value-unknown", stray, $"'{model.Graph.Name}' has no such value.", "fulcrum inspect --output json lists values.");
        ValueInfo[] added = [.. wanted.Except(model.Graph.Outputs.Select(o => o.Name)).Select(v => new ValueInfo(v, null))];
        return model with { Graph = model.Graph with { Outputs = [.. model.Graph.Outputs, .. added] } };
    }

    private static int Position(Model model, string output) => model.Graph.Outputs.Select(o => o.Name).ToList().IndexOf(output);

    private static void RequireSameInput(Model student, Model teacher)
    {
        (IReadOnlyList<Dim>? mine, IReadOnlyList<Dim>? theirs) = (student.Graph.Inputs[0].Tensor?.Shape, teacher.Graph.Inputs[0].Tensor?.Shape);
        bool fits = mine is null || theirs is null || (mine.Count == theirs.Count && mine.Zip(theirs).Skip(1).All(d => d.First.Size is null || d.Second.Size is null || d.First.Size == d.Second.Size));
        if (!fits)
            throw new InputException("student-input", student.Graph.Inputs[0].Name, $"The student takes [{string.Join(",", mine!)}], the teacher [{string.Join(",", theirs!)}].", "Use a student of the same input.");
    }
}
