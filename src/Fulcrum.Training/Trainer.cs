using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Training.Checkpoints;
using Fulcrum.Training.Steps;

namespace Fulcrum.Training;

/// <summary>Trains a model by running its step graph. The same inputs and seed give the same weights to the byte on one machine, interrupted or not.</summary>
/// <param name="runner">What runs the step graph.</param>
/// <param name="time">The clock for epoch times and checkpoints; default the system's.</param>
public sealed class Trainer(IModelRunner runner, TimeProvider? time = null)
{
    private static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromSeconds(60);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Trains on labelled samples.</summary>
    /// <param name="model">One input [batch, ...]; the loss says which outputs it reads.</param>
    /// <param name="train">The training samples.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told after every few steps.</param>
    /// <param name="checkpoint">A file that is written every minute and on cancellation, read when it is there, and deleted at the end; null (default): none.</param>
    /// <param name="cancellation">Stops between steps; nothing is returned then.</param>
    /// <exception cref="InputException">
    /// Options, model and data do not fit (<c>label-out-of-range</c>, <c>weight-not-finite</c>, <c>op-without-gradient</c>, ...); the loss became NaN
    /// (<c>training-diverged</c>); the checkpoint is of another run (<c>checkpoint-other-run</c>).
    /// </exception>
    public TrainingResult Train(
        Model model, DatasetSplit train, TrainingOptions options, IProgress<WorkProgress>? progress = null, string? checkpoint = null, CancellationToken cancellation = default)
    {
        options.Validate();
        if (train.Count < options.BatchSize)
            throw new InputException("data-too-small", train.Name, $"{train.Count} samples do not fill a batch of {options.BatchSize}.", "Use a smaller --batch-size.");
        StepGraph step = StepGraphBuilder.Build(model, train.SampleLength, options);
        if (options is { Augmentation.KeepsLabels: false, Loss.NeedsLabels: true })
            throw new InputException("augment-labels", train.Name, "Blended samples have no label, and the loss asks for labels.", "Learn from a teacher alone (teacher=1), or choose another augmentation.");
        RequireLabels(train, step.Classes);
        CheckpointFile? file = checkpoint is null ? null : File(checkpoint, step, train, options);
        TrainingCheckpoint? saved = file?.Load();
        using var session = new StepSession(runner, DropoutSeeds.After(step, saved?.Steps ?? 0), train, options);
        var run = new TrainingRun(session, train.Count, options, _time);
        if (saved is not null)
            run.Restore(saved);
        long written = _time.GetTimestamp();
        while (!run.IsDone)
        {
            if (file is not null && (cancellation.IsCancellationRequested || _time.GetElapsedTime(written) > BetweenCheckpoints))
            {
                file.Save(run);
                written = _time.GetTimestamp();
            }

            cancellation.ThrowIfCancellationRequested();
            run.Step();
            if (run.Steps % 16 == 0 || run.IsEpochDone)
                progress?.Report(new WorkProgress("training", run.Steps, run.Total));
        }

        file?.Delete();
        return new TrainingResult(Subgraph.ReplaceInitializers(model, session.Learnt()), run.Epochs);
    }

    private static CheckpointFile File(string path, StepGraph step, DatasetSplit train, TrainingOptions options) => new(
        path, RunFingerprint.Of(step, train, options), [.. step.Slots.Select(s => s.Initial.Bytes.Length)], TrainingRun.StepsOf(train.Count, options));

    private static void RequireLabels(DatasetSplit train, long? classes)
    {
        for (int i = 0; i < train.Count && classes is not null; i++)
        {
            if (train.Labels[i] < 0 || train.Labels[i] >= classes)
                throw new InputException("label-out-of-range", $"{train.Name}, sample {i}", $"The label is {train.Labels[i]}, the model has {classes} classes (0 to {classes - 1}).", "Use the data that the model was made for.");
        }
    }
}
