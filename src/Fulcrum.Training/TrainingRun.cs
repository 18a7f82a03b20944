using Fulcrum.Problems;
using Fulcrum.Training.Checkpoints;
using Fulcrum.Training.Steps;

namespace Fulcrum.Training;

/// <summary>A run under way: which step is next, in which order samples come, what the epochs gave so far.</summary>
internal sealed class TrainingRun(StepSession session, int samples, TrainingOptions options, TimeProvider time)
{
    private readonly List<EpochResult> _epochs = [];
    private int[] _order = [];
    private int _ordered = -1;
    private double _lossSum;
    private long _started;

    /// <summary>Steps done.</summary>
    public int Steps { get; private set; }

    /// <summary>Steps of the whole run.</summary>
    public int Total { get; } = StepsOf(samples, options);

    /// <summary>The finished epochs.</summary>
    public IReadOnlyList<EpochResult> Epochs => _epochs;

    public bool IsDone => Steps == Total;

    public bool IsEpochDone => Steps % PerEpoch == 0;

    private int PerEpoch => Total / options.Epochs;

    /// <summary>Steps of a whole run on so many samples.</summary>
    public static int StepsOf(int samples, TrainingOptions options) => samples / options.BatchSize * options.Epochs;

    public void Step()
    {
        (int epoch, int position) = (Steps / PerEpoch, Steps % PerEpoch);
        if (_ordered != epoch)
            Shuffle(epoch);
        float loss = session.Step(_order.AsSpan(position * options.BatchSize, options.BatchSize), LearningRates.At(options, Steps, Total), Steps + 1);
        if (!float.IsFinite(loss))
            throw new InputException("training-diverged", $"epoch {epoch + 1}, step {position + 1}", "The loss is no number any more.", "Use a smaller --learning-rate.");
        _lossSum += loss;
        Steps++;
        if (!IsEpochDone)
            return;
        _epochs.Add(new EpochResult(_lossSum / PerEpoch, time.GetElapsedTime(_started).TotalSeconds));
        _lossSum = 0;
    }

    public TrainingCheckpoint Checkpoint(string fingerprint) => new(fingerprint, Steps, _lossSum, [.. _epochs], session.State());

    public void Restore(TrainingCheckpoint saved)
    {
        (Steps, _lossSum) = (saved.Steps, saved.LossSum);
        _epochs.AddRange(saved.Epochs);
        session.Restore(saved.State);
    }

    private void Shuffle(int epoch)
    {
        _order = [.. Enumerable.Range(0, samples)];
        new Random(SeedOf.Epoch(options.Seed, epoch)).Shuffle(_order);
        (_ordered, _started) = (epoch, time.GetTimestamp());
    }
}
