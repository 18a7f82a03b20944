using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Ops;
using Fulcrum.Ops.Analysis;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Prune;

/// <summary>
/// Removes channels, neurons and attention heads for good: whatever hangs together by residual sums, concatenation, grouped convolutions or
/// reshapes goes together, so the file shrinks and every runtime has less to do.
/// </summary>
public sealed class StructuredPruning
{
    private readonly PruneOptions _options;

    /// <summary>Analyses a model.</summary>
    /// <param name="model">Any model; what cannot be analysed stays as it is.</param>
    /// <param name="options">How to remove.</param>
    /// <exception cref="InputException"><c>prune-nothing</c>: nothing of the model can be removed.</exception>
    public StructuredPruning(Model model, PruneOptions options)
    {
        _options = options;
        Prepared = PruningPreparation.Apply(model);
        Coupling = ModelCoupling.Of(Prepared);
        HashSet<string> kept = [.. Prepared.Graph.Nodes.Where(n => options.Exclude.Any(e => NodePattern.Matches(e, n))).SelectMany(n => n.Inputs.Concat(n.Outputs))];
        HashSet<string> weights = [.. Prepared.Graph.Initializers.Where(t => t is { Element: ElementType.Float, Shape.Count: > 1 }).Select(t => t.Name)];
        Groups = [.. Coupling.Groups.Where(g => g.Members.Any(m => weights.Contains(m.Axis.Value)) && !g.Members.Any(m => kept.Contains(m.Axis.Value)))];
        if (Groups.Count == 0)
            throw new InputException("prune-nothing", model.Graph.Name, "No channel, neuron or head of the model can be removed.", "Exclude less; models that are quantized already cannot be pruned.");
    }

    /// <summary>The model with its constants where they can be changed: what <see cref="Groups"/> are of.</summary>
    public Model Prepared { get; }

    /// <summary>How it hangs together.</summary>
    public ModelCoupling Coupling { get; }

    /// <summary>What can be removed, each group as a whole.</summary>
    public IReadOnlyList<CouplingGroup> Groups { get; }

    /// <summary>The model without its least important groups.</summary>
    /// <param name="scores">How much each group matters; by magnitude when not given.</param>
    /// <exception cref="InputException"><c>prune-target</c>: the cap does not let enough go.</exception>
    public PruneResult Apply(double[]? scores = null)
    {
        var selection = new GroupSelection(Prepared, Coupling, Groups, scores ?? MagnitudeScores.Of(Prepared, Groups), _options);
        long target = (long)Math.Floor(selection.Macs * (1 - _options.Ratio));
        IReadOnlyList<CouplingGroup> chosen = selection.Until(target);
        long left = selection.MacsWithout(chosen);
        if (left > target)
        {
            throw new InputException(
                "prune-target", Prepared.Graph.Name,
                FormattableString.Invariant($"At most {1 - ((double)left / selection.Macs):P1} of the multiply-accumulates can be removed, {_options.Ratio:P1} are wanted."),
                "Ask for a smaller ratio, a higher cap or less rounding.");
        }

        Model pruned = Remove(chosen);
        return new PruneResult(pruned, chosen.Count, Groups.Count, Parameters(Prepared), Parameters(pruned), selection.Macs, left);
    }

    /// <summary>The model without some groups.</summary>
    /// <param name="groups">Of <see cref="Groups"/>; every axis must keep an index.</param>
    public Model Remove(IEnumerable<CouplingGroup> groups) => GroupSurgery.Remove(Prepared, Coupling, groups);

    private static long Parameters(Model model) => ModelAnalyser.Summarise(model).Parameters;
}

/// <summary>A model that lost groups.</summary>
/// <param name="Model">The smaller model.</param>
/// <param name="Removed">How many groups went.</param>
/// <param name="Groups">How many could have.</param>
/// <param name="ParametersBefore">Weights before.</param>
/// <param name="ParametersAfter">Weights after.</param>
/// <param name="MacsBefore">Multiply-accumulates per sample before.</param>
/// <param name="MacsAfter">Multiply-accumulates per sample after.</param>
public sealed record PruneResult(Model Model, int Removed, int Groups, long ParametersBefore, long ParametersAfter, long MacsBefore, long MacsAfter)
{
    /// <summary>In words.</summary>
    public string Note => FormattableString.Invariant(
        $"prune: {Removed} of {Groups} groups removed, parameters {ParametersBefore} to {ParametersAfter} ({Share(ParametersBefore, ParametersAfter):0.0} % fewer), MACs {MacsBefore} to {MacsAfter} ({Share(MacsBefore, MacsAfter):0.0} % fewer)");

    private static double Share(long before, long after) => before == 0 ? 0 : 100.0 * (before - after) / before;
}
