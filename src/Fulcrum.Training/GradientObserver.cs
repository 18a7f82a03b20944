using System.Runtime.InteropServices;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Training.Losses;
using Fulcrum.Training.Optimisers;
using Fulcrum.Training.Steps;

namespace Fulcrum.Training;

/// <summary>Watches the gradients of a model's weights over some batches; changes nothing. BatchNormalization uses its running statistics.</summary>
/// <param name="runner">What runs the step graph.</param>
public sealed class GradientObserver(IModelRunner runner)
{
    /// <summary>Whose gradients. Default: cross-entropy.</summary>
    public Loss Loss { get; init; } = new SoftmaxCrossEntropy();

    /// <summary>Runs batches of samples, in a seeded order.</summary>
    /// <param name="model">One input [batch, ...], one output of logits or probabilities.</param>
    /// <param name="train">The samples.</param>
    /// <param name="weights">Names of the initializers to watch, which an output depends on.</param>
    /// <param name="batches">How many; fewer where the samples are.</param>
    /// <param name="batchSize">Samples per batch.</param>
    /// <param name="seed">Seed of the order.</param>
    /// <param name="progress">Told after every few batches.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>What was seen of each weight tensor.</returns>
    /// <exception cref="InputException">Model and data do not fit, or an op has no gradient.</exception>
    public IReadOnlyDictionary<string, WeightGradients> Run(
        Model model, DatasetSplit train, IReadOnlyCollection<string> weights, int batches, int batchSize, int seed,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var options = new TrainingOptions
        {
            Epochs = 1, BatchSize = Math.Min(batchSize, train.Count), Optimiser = new Observation(), Loss = Loss, FreezeStatistics = true, Seed = seed, Trainable = weights,
        };
        int count = Math.Min(batches, train.Count / options.BatchSize);
        StepGraph step = StepGraphBuilder.Build(model, train.SampleLength, options);
        using var session = new StepSession(runner, step, train, options);
        int[] order = [.. Enumerable.Range(0, train.Count)];
        new Random(seed).Shuffle(order);
        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!float.IsFinite(session.Step(order.AsSpan(i * options.BatchSize, options.BatchSize), 0, i + 1)))
                throw new InputException("loss-not-finite", model.Graph.Name, "The loss of the model on its training samples is no number.", "Use the data that the model was made for.");
            if (i % 16 == 15)
                progress?.Report(new WorkProgress("watching gradients", i + 1, count));
        }

        byte[][] state = session.State();
        Dictionary<string, float[]> values = step.Slots.Select((slot, i) => (slot.Input, Values: MemoryMarshal.Cast<byte, float>(state[i]).ToArray())).ToDictionary(s => s.Input, s => s.Values);
        return weights.ToDictionary(w => w, w => new WeightGradients(values[$"{w}/{Observation.Average}/now"], values[$"{w}/{Observation.Squares}/now"], values[$"{w}/{Observation.Powers}/now"]));
    }
}

/// <summary>What was seen of the gradients g of a tensor's weights w, element by element.</summary>
/// <param name="Average">The exponentially averaged gradient.</param>
/// <param name="Squares">The sum over batches of (g w)².</param>
/// <param name="Powers">The sum over batches of g².</param>
public sealed record WeightGradients(float[] Average, float[] Squares, float[] Powers);
