using System.Text.RegularExpressions;
using Fulcrum.Operators.Composition;
using Fulcrum.Problems;

namespace Fulcrum.Operators;

/// <summary>Operators one after the other, written as <c>sptq(bits=7) | partition(at=3)</c>.</summary>
/// <param name="Steps">First to last; one or more.</param>
public sealed partial record OperatorPipeline(IReadOnlyList<OperatorStep> Steps)
{
    /// <summary>The operators, first to last.</summary>
    public IReadOnlyList<IDeploymentOperator> Operators => [.. Steps.Select(s => s.Operator)];

    /// <summary>Reads a composition; every mistake in it is reported, and an order that cannot work before anything runs.</summary>
    /// <exception cref="InputException"><c>operator-unknown</c>, <c>operator-syntax</c>, <c>operator-option</c>, <c>operator-order</c>.</exception>
    public static OperatorPipeline Parse(string text)
    {
        var steps = new List<OperatorStep>();
        var problems = new List<Problem>();
        foreach (string word in text.Split('|', StringSplitOptions.TrimEntries))
        {
            try
            {
                steps.Add(ParseOne(word));
            }
            catch (InputException wrong)
            {
                problems.AddRange(wrong.Problems);
            }
        }

        if (problems.Count == 0)
            problems.AddRange(Disorder(steps));
        return problems.Count == 0 ? new OperatorPipeline(steps) : throw new InputException(problems);
    }

    /// <summary>Applies all of them.</summary>
    public Artefact Apply(Artefact input, OperatorContext context) => Steps.Aggregate(input, (artefact, step) => step.Apply(artefact, context));

    /// <summary>What stands behind an operator that leaves parts, although it needs the whole.</summary>
    private static IEnumerable<Problem> Disorder(IReadOnlyList<OperatorStep> steps)
    {
        OperatorStep? parted = null;
        for (int i = 0; i < steps.Count; i++)
        {
            IDeploymentOperator step = steps[i].Operator;
            string place = $"{step.Name}, operator {i + 1} of {steps.Count}";
            if (parted is { } before && step.MakesParts)
                yield return new Problem("operator-order", place, $"The model is in parts already, since {before.Operator.Name}.", $"Name all cuts in one {step.Name}, as in partition(at=A;B) or partition(parts=3).");
            else if (parted is { } earlier && !step.TakesParts)
                yield return new Problem("operator-order", place, $"{earlier.Operator.Name} leaves the model in parts, {step.Name} needs it whole: a part alone cannot be run on data or judged.", $"Write \"{Reordered(steps)}\".");
            else if (step.MakesParts)
                parted = steps[i];
        }
    }

    private static string Reordered(IReadOnlyList<OperatorStep> steps) => string.Join(" | ", steps.OrderBy(s => s.Operator.MakesParts).Select(s => s.Written));

    private static OperatorStep ParseOne(string word)
    {
        Match match = Step().Match(word);
        if (!match.Success)
            throw new InputException("operator-syntax", word, "This is no operator.", "Write name or name(option=value, option=value), joined by |.");
        string name = match.Groups[1].Value;
        if (!OperatorCatalog.All.TryGetValue(name, out var make))
            throw new InputException("operator-unknown", name, "There is no operator of that name.", $"{(Suggestions.Closest(name, OperatorCatalog.All.Keys) is string near ? $"Did you mean '{near}'? " : "")}Known: {string.Join(", ", OperatorCatalog.All.Keys)}.");
        string[][] pairs = [.. match.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2, StringSplitOptions.TrimEntries))];
        if (pairs.Any(p => p.Length != 2) || pairs.DistinctBy(p => p[0]).Count() != pairs.Length)
            throw new InputException("operator-syntax", word, "Options are written option=value, each once.", "Separate them by commas.");
        var options = new OperatorOptions(name, pairs.ToDictionary(p => p[0], p => p[1]));
        IDeploymentOperator made = make(options);
        options.Finish();
        return new OperatorStep(made, options.Resolved, word);
    }

    [GeneratedRegex(@"^([a-z][a-z-]*)\s*(?:\(([^()]*)\))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Step();
}
