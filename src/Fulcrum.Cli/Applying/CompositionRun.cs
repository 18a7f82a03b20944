using Fulcrum.Cli.Results;
using Fulcrum.Onnx;
using Fulcrum.Operators;
using Fulcrum.Operators.Composition;

namespace Fulcrum.Cli.Applying;

/// <summary>Applies operators one after the other, keeps what each left, measures each that changes what the model answers.</summary>
/// <param name="input">What it starts from.</param>
/// <param name="work">Where finished steps are kept.</param>
/// <param name="measurer">Null without data.</param>
internal sealed class CompositionRun(CompositionInput input, WorkFolder work, StepMeasurer? measurer)
{
    /// <summary>All steps; those that an earlier run finished are not done again.</summary>
    public CompositionOutcome Run(OperatorPipeline pipeline, OperatorContext context)
    {
        var outcome = new CompositionOutcome(Artefact.Of(input.Model), [], measurer?.Measure(Artefact.Of(input.Model)), 0);
        string key = input.Key(context.Seed);
        for (int i = 0; i < pipeline.Steps.Count; i++)
        {
            OperatorStep step = pipeline.Steps[i];
            key = Hashing.OfText($"{key}\n{step.Canonical}");
            outcome = After(outcome, step, work.Find(i + 1, key), () => Apply(step, outcome.Artefact, i + 1, key, context));
        }

        return outcome.Artefact.Chain is { } chain && outcome.Metrics?.Exits is { } report
            ? outcome with { Artefact = outcome.Artefact with { Measured = [.. outcome.Artefact.Measured, .. measurer!.Time(chain, report)] } }
            : outcome;
    }

    private Artefact Apply(OperatorStep step, Artefact before, int number, string key, OperatorContext context)
    {
        Artefact made = step.Apply(before, context with { Workspace = work.Workspace(number, key) });
        work.Keep(number, key, made);
        return made;
    }

    private CompositionOutcome After(CompositionOutcome before, OperatorStep step, Artefact? kept, Func<Artefact> apply)
    {
        Artefact artefact = kept ?? apply();
        ApplyMetrics? metrics = step.Operator.ChangesOutputs && artefact.Whole is not null ? measurer?.Measure(artefact) : null;
        long bytes = artefact.Segments.Sum(s => OnnxFile.Prepare(s, "model.onnx").Sum(f => f.Length));
        var described = new ApplyStep(step.Operator.Name, step.Options, [.. artefact.Notes.Skip(before.Artefact.Notes.Count)], bytes, metrics);
        return new CompositionOutcome(artefact, [.. before.Steps, described], metrics ?? before.Metrics, before.Resumed + (kept is null ? 0 : 1));
    }
}

/// <summary>What a composition gave.</summary>
/// <param name="Artefact">The model or its parts.</param>
/// <param name="Steps">Each operator.</param>
/// <param name="Metrics">Before the first and after the last that changes what the model answers.</param>
/// <param name="Resumed">Steps that were there already.</param>
internal sealed record CompositionOutcome(Artefact Artefact, IReadOnlyList<ApplyStep> Steps, ApplyMetrics? Metrics, int Resumed);
