using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Exits;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Problems;

namespace Fulcrum.Operators.EarlyExit;

/// <summary>Early exit: easy samples are answered by a part of the model. See docs/operators/early-exit.md.</summary>
/// <param name="options">Which exits, and how they are trained.</param>
public sealed class EarlyExitOperator(EarlyExitOptions options) : IDeploymentOperator
{
    /// <inheritdoc/>
    public string Name => "early-exit";

    /// <inheritdoc/>
    public bool ChangesOutputs => true;

    /// <inheritdoc/>
    public Artefact Apply(Artefact input, OperatorContext context)
    {
        Model model = input.NeededWhole(Name, "The model is in parts; exits are trained and chosen over the whole.");
        if (input.Exits is not null)
            throw new InputException("operator-order", Name, "The model has exits already.", "Name all exits in one early-exit(at=A;B), and truncate before.");
        if (options.Mode == EarlyExitMode.Truncate)
            return Truncate(input, model, context);
        if (model.Graph.Nodes.Any(n => n.OpType is "QuantizeLinear" or "DequantizeLinear"))
            throw new InputException("operator-order", Name, "The model is quantized: heads could be trained on it, but would stay float beside integers.", "Write early-exit | sptq: backbone and heads are quantized together, and the thresholds chosen again.");
        (Model trained, ExitPlan plan) = new TrainedExits(options, context).Apply(model);
        return input.With([trained], [.. Describe(plan)]) with { Exits = plan };
    }

    private Artefact Truncate(Artefact input, Model model, OperatorContext context)
    {
        (Model shorter, string note) = Truncation.Apply(model, options);
        return input.With([FineTuner.Run(shorter, options.Training.Epochs == 0 ? null : model, options.Training, context)], note);
    }

    private static IEnumerable<string> Describe(ExitPlan plan) => plan.Points.Select(p => FormattableString.Invariant(
        $"early-exit: {p.Output} after {string.Join('+', p.Values)}, {100 * p.MacsShare:0.0} % of the work, {ExitNotes.Threshold(p)}")).Append(ExitNotes.Expected("early-exit", plan));
}
