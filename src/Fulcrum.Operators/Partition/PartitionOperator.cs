using System.Globalization;
using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Exits;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Partition;

/// <summary>
/// A model in parts for several tiers. Without a named cut the parts are of equal size, as both studies cut: the cuts whose heads are nearest to 1/n, 2/n, ... of
/// the weights' elements; or the one cut with the least latency.
/// </summary>
/// <param name="options">Where to cut.</param>
public sealed class PartitionOperator(PartitionOptions options) : IDeploymentOperator
{
    /// <inheritdoc/>
    public string Name => "partition";

    /// <inheritdoc/>
    public bool ChangesOutputs => false;

    /// <inheritdoc/>
    public bool MakesParts => true;

    /// <inheritdoc/>
    public Artefact Apply(Artefact input, OperatorContext context)
    {
        if (input.Whole is not { } given)
            throw new InputException("operator-order", Name, "The model is in parts already.", "Name all cuts in one partition.");
        Model model = input.Exits is null ? given : ExitSplitter.Backbone(given, input.Exits);
        (IReadOnlyList<Cut> cuts, IReadOnlyList<string> notes, IReadOnlyList<string> measured) = Choose(model, context);
        ExitSegments? chain = input.Exits is { } plan ? ExitSplitter.Split(given, plan, cuts) : null;
        return input.With(
            chain?.Models ?? [.. ModelSplitter.Split(model, cuts).Select(s => s.Model)],
            cuts.Select(c => string.Create(CultureInfo.InvariantCulture, $"partition: at {c.Name}, {c.Bytes} bytes cross, {100 * c.Depth:0.0} % of the work before")).Concat(notes).Concat(Tiers(chain))) with { Measured = [.. input.Measured, .. measured], Exits = chain?.Plan };
    }

    private static IEnumerable<string> Tiers(ExitSegments? chain) => chain is null ? [] : chain.Plan.Tiers.Select((first, tier) =>
        $"partition: tier {tier + 1} runs the segments {first} to {(tier + 1 < chain.Plan.Tiers.Count ? chain.Plan.Tiers[tier + 1] - 1 : chain.Models.Count)}");

    private (IReadOnlyList<Cut> Cuts, IReadOnlyList<string> Notes, IReadOnlyList<string> Measured) Choose(Model model, OperatorContext context)
    {
        if (options.At.Count > 0)
            return (Named(model, options.At), [], []);
        if (options.Rule == PartitionRule.Size)
            return (EqualSize(model, options.Parts), [], []);
        var choice = new LatencyChoice(model, options.Speeds);
        if (options.Measure)
        {
            (Cut timed, IReadOnlyList<string> how, IReadOnlyList<string> times) = choice.Measure(options.Slowdown, context);
            return ([timed], how, times);
        }

        (Cut cut, IReadOnlyList<string> notes) = choice.Estimate();
        return ([cut], notes, []);
    }

    private static Cut[] Named(Model model, IReadOnlyList<string> names)
    {
        IReadOnlyList<Cut> all = CutFinder.Find(model, new CutOptions { IncludeDominated = true, MaximumTensors = Math.Max(3, names.Max(n => n.Split('+').Length)) }).Cuts;
        return [.. names.Select(name => all.FirstOrDefault(c => c.Name == name)
            ?? throw new InputException("cut-unknown", name, "There is no such cut.", $"{(Suggestions.Closest(name, all.Select(c => c.Name)) is string near ? $"Did you mean '{near}'? " : "")}fulcrum cuts MODEL --all lists them."))];
    }

    /// <summary>The cuts that leave parts of equal size: heads nearest to 1/n, 2/n, ... of the weights' elements.</summary>
    /// <param name="model">The model.</param>
    /// <param name="parts">n, at least 2.</param>
    /// <exception cref="InputException"><c>cut-unknown</c> when the model has no such cuts.</exception>
    public static IReadOnlyList<Cut> EqualSize(Model model, int parts)
    {
        IReadOnlyList<Cut> listed = CutFinder.Find(model).Cuts;
        var chosen = new List<Cut>();
        for (int part = 1; part < parts; part++)
        {
            Cut? best = listed.Where(c => chosen.Count == 0 || chosen[^1].IsBefore(c)).MinBy(c => Math.Abs(((double)c.HeadParameters / Math.Max(1, c.HeadParameters + c.TailParameters)) - ((double)part / parts)));
            chosen.Add(best ?? throw new InputException("cut-unknown", model.Graph.Name, $"The model has no cuts for {parts} parts.", "Ask for fewer parts."));
        }

        return chosen;
    }
}
