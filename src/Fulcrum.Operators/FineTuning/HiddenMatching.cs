using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Problems;
using Fulcrum.Training;
using Fulcrum.Training.Losses;

namespace Fulcrum.Operators.FineTuning;

/// <summary>Training beside a teacher whose hidden values are matched too (Romero et al. 2015): the mean square difference of each pair, all pairs together with weight 1, beside labels and soft targets.</summary>
internal static class HiddenMatching
{
    /// <summary>Trains; without pairs as <see cref="FineTuner"/> does.</summary>
    /// <exception cref="InputException"><c>value-unknown</c> for a value that is not there, <c>student-output</c> for shapes that differ.</exception>
    public static Model Run(Model student, Model teacher, IReadOnlyList<HiddenPair> pairs, FineTuneOptions training, OperatorContext context)
    {
        if (pairs.Count == 0 || training.Epochs == 0)
            return FineTuner.Run(student, teacher, training, context);
        Model watched = WithOutputs(student, pairs.Select(p => p.Student)), watchedTeacher = WithOutputs(teacher, pairs.Select(p => p.Teacher));
        int first = watched.Graph.Outputs.Count;
        var loss = new WeightedSum(
        [
            (1 - training.Teacher, new SoftmaxCrossEntropy()),
            (training.Teacher, new SoftTargets(0, first) { Temperature = training.Temperature }),
            .. pairs.Select(p => (1.0 / pairs.Count, (Loss)new Matching(Position(watched, p.Student), first + Position(watchedTeacher, p.Teacher)))),
        ]);
        Model trained = FineTuner.WithTeacher(watched, watchedTeacher, joined => FineTuner.Run(joined, loss, training, context, TrainingOptions.TrainableOf(student)));
        return trained with { Graph = trained.Graph with { Outputs = student.Graph.Outputs } };
    }

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
}
