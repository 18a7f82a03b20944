using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Evaluation.Comparison;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;

namespace Fulcrum.Lab.Sensitivity;

/// <summary>A model's answers on samples, batch by batch, to compare variants with.</summary>
public sealed class ReferenceAnswers
{
    private readonly List<float[]> _outputs = [];
    private readonly bool _isProbability;

    /// <summary>Runs the model over the samples.</summary>
    /// <exception cref="Problems.InputException">The samples do not fit the model.</exception>
    public ReferenceAnswers(IModelRunner runner, Model model, DatasetSplit samples, int batchSize, CancellationToken cancellation)
    {
        using ILoadedModel loaded = runner.Load(model);
        (Inputs, Feeder) = (loaded.Inputs, new SampleFeeder(loaded.Inputs, samples, batchSize));
        Batches = [.. Feeder.Batches()];
        (Samples, _isProbability) = (samples, LogitDistance.EndsInSoftmax(model));
        foreach ((int start, int count) in Batches)
        {
            cancellation.ThrowIfCancellationRequested();
            _outputs.Add(loaded.Run([Feeder.Read(start, count)])[0].Values<float>().ToArray());
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

    /// <summary>How another model of the same inputs answers.</summary>
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

    /// <summary>An empty tally for one variant.</summary>
    public AnswerTally Tally() => new(_isProbability);
}

/// <summary>How a variant's answers compare with the reference's.</summary>
public sealed class AnswerTally(bool isProbability)
{
    private readonly LogitDistance _distance = new(isProbability);
    private readonly List<bool> _reference = [], _variant = [];

    /// <summary>Change of the outputs as a share of their energy.</summary>
    public double Noise => _distance.Relative;

    /// <summary>The paired loss of Top-1.</summary>
    public PairedDrop Drop => PairedDrop.Between([.. _reference], [.. _variant]);

    /// <summary>Top-1 of the reference.</summary>
    public Accuracy Reference => new(_reference.Count(r => r), _reference.Count);

    /// <summary>Top-1 of the variant.</summary>
    public Accuracy Variant => new(_variant.Count(r => r), _variant.Count);

    /// <summary>Adds samples.</summary>
    public void Add(ReadOnlySpan<float> reference, ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, int count)
    {
        _distance.Add(reference, outputs, reference.Length / count);
        bool[] right = new bool[count];
        TopOne.Judge(reference, labels, right);
        _reference.AddRange(right);
        TopOne.Judge(outputs, labels, right);
        _variant.AddRange(right);
    }
}
