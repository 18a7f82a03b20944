using Fulcrum.Operators.Exits;

namespace Fulcrum.Operators.Composition;

/// <summary>An operator of a composition.</summary>
/// <param name="Operator">What is applied.</param>
/// <param name="Options">Every option with the value that is used, defaults among them; null where a text has none.</param>
/// <param name="Written">As it was written.</param>
public sealed record OperatorStep(IDeploymentOperator Operator, IReadOnlyDictionary<string, string?> Options, string Written)
{
    /// <summary>The same text for the same operator and options, however they were written.</summary>
    public string Canonical => $"{Operator.Name}({string.Join(", ", Options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}={o.Value}"))})";

    /// <summary>Applies the operator. Where it changes what a model with exits answers, the thresholds are chosen again: confidences have moved.</summary>
    public Artefact Apply(Artefact input, OperatorContext context)
    {
        Artefact made = Operator.Apply(input, context);
        if (!Operator.ChangesOutputs || input.Exits is not { } plan || !ReferenceEquals(made.Exits, plan) || made.Whole is not { } model)
            return made;
        ExitPlan fresh = new ExitCalibrator(context.Runner).Calibrate(model, plan, context.Needed(Operator.Name).Calibration, context.Progress, context.Cancellation);
        return made.With(made.Segments, [.. fresh.Points.Select(p => $"{Operator.Name}: {p.Output} {ExitNotes.Threshold(p)}"), ExitNotes.Expected(Operator.Name, fresh)]) with { Exits = fresh };
    }
}
