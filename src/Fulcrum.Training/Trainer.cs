using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Training.Steps;

namespace Fulcrum.Training;

/// <summary>Trains a model by running its step graph. The same inputs and seed give the same weights to the byte on one machine.</summary>
/// <param name="runner">What runs the step graph.</param>
/// <param name="time">The clock for epoch times; default the system's.</param>
public sealed class Trainer(IModelRunner runner, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Trains on labelled samples.</summary>
    /// <param name="model">One input [batch, ...], one output [batch, classes].</param>
    /// <param name="train">The training samples.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told after every few steps.</param>
    /// <param name="cancellation">Stops between steps; nothing is returned then.</param>
    /// <exception cref="InputException">Options, model and data do not fit; or the loss became NaN (<c>training-diverged</c>).</exception>
    public TrainingResult Train(Model model, DatasetSplit train, TrainingOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        options.Validate();
        if (train.Count < options.BatchSize)
            throw new InputException("data-too-small", train.Name, $"{train.Count} samples do not fill a batch of {options.BatchSize}.", "Use a smaller --batch-size.");
        string[] trainable = [.. options.Trainable ?? model.Graph.Initializers.Where(t => t.Element == ElementType.Float).Select(t => t.Name)];
        StepGraph step = StepGraphBuilder.Build(model, options.BatchSize, options.Loss, options.Optimiser, trainable);
        using var session = new StepSession(runner, step, options);
        var epochs = new List<EpochResult>();
        for (int epoch = 0; epoch < options.Epochs; epoch++)
            epochs.Add(RunEpoch(session, train, options, epoch, progress, cancellation));
        return new TrainingResult(Subgraph.ReplaceInitializers(model, session.Parameters()), epochs);
    }

    private EpochResult RunEpoch(StepSession session, DatasetSplit train, TrainingOptions options, int epoch, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        long started = _time.GetTimestamp();
        int[] order = Shuffled(train.Count, options.Seed, epoch);
        int steps = train.Count / options.BatchSize, total = steps * options.Epochs;
        double loss = 0;
        for (int i = 0; i < steps; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            int done = (epoch * steps) + i;
            loss += session.Step(train, order.AsSpan(i * options.BatchSize, options.BatchSize), Rate(options, done, total), done + 1);
            if (i % 16 == 15 || i == steps - 1)
                progress?.Report(new WorkProgress("training", done + 1, total));
        }

        return double.IsFinite(loss)
            ? new EpochResult(loss / steps, _time.GetElapsedTime(started).TotalSeconds)
            : throw new InputException("training-diverged", $"epoch {epoch + 1}", "The loss is no number any more.", "Use a smaller --learning-rate.");
    }

    private static double Rate(TrainingOptions options, int done, int total) => options.Schedule == Schedule.Cosine
        ? options.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * done / total))
        : options.LearningRate;

    private static int[] Shuffled(int count, int seed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(HashCode(seed, epoch)).Shuffle(order);
        return order;
    }

    // System.HashCode is randomised per process; sample order must not be.
    private static int HashCode(int seed, int epoch) => unchecked((seed * 1_000_003) ^ (epoch * 7919));
}
