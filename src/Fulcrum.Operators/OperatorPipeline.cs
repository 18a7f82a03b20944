using System.Text.RegularExpressions;
using Fulcrum.Operators.Composition;
using Fulcrum.Problems;

namespace Fulcrum.Operators;

/// <summary>Operators one after the other, written as <c>sptq(bits=7) | partition(at=3)</c>.</summary>
/// <param name="Operators">First to last; one or more.</param>
public sealed partial record OperatorPipeline(IReadOnlyList<IDeploymentOperator> Operators)
{
    /// <summary>Reads a composition; every mistake in it is reported.</summary>
    /// <exception cref="InputException"><c>operator-unknown</c>, <c>operator-syntax</c>, <c>operator-option</c>.</exception>
    public static OperatorPipeline Parse(string text)
    {
        var operators = new List<IDeploymentOperator>();
        var problems = new List<Problem>();
        foreach (string word in text.Split('|', StringSplitOptions.TrimEntries))
        {
            try
            {
                operators.Add(ParseOne(word));
            }
            catch (InputException wrong)
            {
                problems.AddRange(wrong.Problems);
            }
        }

        return problems.Count == 0 ? new OperatorPipeline(operators) : throw new InputException(problems);
    }

    /// <summary>Applies all of them.</summary>
    public Artefact Apply(Artefact input, OperatorContext context) => Operators.Aggregate(input, (artefact, step) => step.Apply(artefact, context));

    private static IDeploymentOperator ParseOne(string word)
    {
        Match match = Step().Match(word);
        if (!match.Success)
            throw new InputException("operator-syntax", word, "This is no operator.", "Write name or name(option=value, option=value), joined by |.");
        string name = match.Groups[1].Value;
        if (!OperatorCatalog.All.TryGetValue(name, out var make))
            throw new InputException("operator-unknown", name, "There is no operator of that name.", $"Known: {string.Join(", ", OperatorCatalog.All.Keys)}.");
        string[][] pairs = [.. match.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2, StringSplitOptions.TrimEntries))];
        if (pairs.Any(p => p.Length != 2) || pairs.DistinctBy(p => p[0]).Count() != pairs.Length)
            throw new InputException("operator-syntax", word, "Options are written option=value, each once.", "Separate them by commas.");
        var options = new OperatorOptions(name, pairs.ToDictionary(p => p[0], p => p[1]));
        IDeploymentOperator made = make(options);
        options.Finish();
        return made;
    }

    [GeneratedRegex(@"^([a-z][a-z-]*)\s*(?:\(([^()]*)\))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Step();
}
