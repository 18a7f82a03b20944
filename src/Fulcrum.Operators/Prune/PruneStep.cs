using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Prune;

/// <summary>Pruning as a step of a composition.</summary>
/// <param name="options">How much and how.</param>
public sealed class PruneStep(PruneOptions options) : IDeploymentOperator
{
    /// <inheritdoc/>
    public string Name => "prune";

    /// <inheritdoc/>
    public bool ChangesOutputs => true;

    /// <inheritdoc/>
    public Artefact Apply(Artefact input, OperatorContext context)
    {
        if (input.Whole is not { } model)
            throw new InputException("operator-order", Name, "A model in parts cannot be pruned: its parts hang together.", "Write prune before partition.");
        PruneResult result = new StructuredPruning(model, options).Apply();
        return input.With([result.Model], result.Note);
    }
}
