using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;

namespace Fulcrum.Lab.Sensitivity;

/// <summary>A model's answers on samples, batch by batch, to compare variants with.</summary>
public sealed class ReferenceAnswers
{
    private readonly List<float[]> _outputs = [];
    private readonly AnswerRule _rule;

    /// <summary>Runs the model over the samples.</summary>
    /// <param name="runner">Runs it.</param>
    /// <param name="model">The model.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="batchSize">Samples of a run.</param>
    /// <param name="cancellation">Ends the work between runs.</param>
    /// <param name="rule">How its outputs become answers; null: the first output is the answer.</param>
    /// <exception cref="Problems.InputException">The samples do not fit the model.</exception>
    public ReferenceAnswers(IModelRunner runner, Model model, DatasetSplit samples, int batchSize, CancellationToken cancellation, AnswerRule? rule = null)
    {
        using ILoadedModel loaded = runner.Load(model);
        (Inputs, Feeder) = (loaded.Inputs, new SampleFeeder(loaded.Inputs, samples, batchSize));
        Batches = [.. Feeder.Batches()];
        (Samples, _rule) = (samples, rule ?? new AnswerRule(model));
        foreach ((int start, int count) in Batches)
        {
            cancellation.ThrowIfCancellationRequested();
            _outputs.Add(_rule.Answer(loaded.Run([Feeder.Read(start, count)]).ToDictionary(t => t.Name), count).ToArray());
        }
    }

    /// <summary>The model's inputs.</summary>
    public IReadOnlyList<ValueInfo> Inputs { get; }

    /// <summary>Gives the samples.</summary>
    public SampleFeeder Feeder { get; }

    /// <summary>The runs.</summary>
    public IReadOnlyList<(int Start, int Count)> Batches { get; }

    /// <summary>The samples.</summary>
    public DatasetSplit Samples { get; }

    /// <summary>What a batch loses in a variant is added to a tally.</summary>
    public void Compare(int batch, ReadOnlySpan<float> outputs, AnswerTally tally)
    {
        (int start, int count) = Batches[batch];
        tally.Add(_outputs[batch], outputs, Samples.LabelsOf(start, count), count);
    }

    /// <summary>How another model of the same inputs answers with its first output.</summary>
    public AnswerTally Of(IModelRunner runner, Model model, CancellationToken cancellation)
    {
        using ILoadedModel loaded = runner.Load(model);
        AnswerTally tally = Tally();
        for (int batch = 0; batch < Batches.Count; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            Compare(batch, loaded.Run([Feeder.Read(Batches[batch].Start, Batches[batch].Count)])[0].Values<float>(), tally);
        }

        return tally;
    }

    /// <summary>How many samples the model answers right.</summary>
    public int CountRight()
    {
        AnswerTally own = Tally();
        for (int batch = 0; batch < Batches.Count; batch++)
            Compare(batch, _outputs[batch], own);
        return (int)own.Reference.Correct;
    }

    /// <summary>An empty tally for one variant.</summary>
    public AnswerTally Tally() => new(_rule.IsProbability);
}
