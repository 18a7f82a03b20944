namespace Fulcrum.Evaluation.Metrics;

/// <summary>Something to judge a model by. Collects verdicts batch by batch; memory grows by a few bytes per sample.</summary>
public abstract class Metric
{
    /// <summary>The metrics by name.</summary>
    public static IReadOnlyDictionary<string, Func<Metric>> Known { get; } = new Dictionary<string, Func<Metric>>
    {
        ["top1"] = () => new TopK(1),
        ["top5"] = () => new TopK(5),
        ["f1"] = () => new F1(),
        ["miou"] = () => new MeanIou(),
    };

    /// <summary>Its name, lower case.</summary>
    public abstract string Name { get; }

    /// <summary>Whether samples may have maps of labels instead of one.</summary>
    public virtual bool TakesMaps => false;

    /// <summary>Judges a batch.</summary>
    /// <param name="outputs">The model's first output, sample after sample; with maps of labels [sample, class, pixel].</param>
    /// <param name="labels">The class of each sample, or of each of its pixels, sample after sample.</param>
    /// <param name="samples">How many samples.</param>
    public abstract void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, int samples);

    /// <summary>Judges a batch of one label per sample.</summary>
    public void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels) => Add(outputs, labels, labels.Length);

    /// <summary>The value so far, 0 to 1, with its 95 % interval.</summary>
    public abstract MetricResult Result();

    /// <summary>How much worse a variant is on the same samples.</summary>
    /// <param name="variant">The same metric of the variant.</param>
    /// <exception cref="ArgumentException">It is of another kind, or about other samples.</exception>
    public abstract MetricDrop DropTo(Metric variant);

    /// <summary>The class of the highest output; the first of equal ones.</summary>
    protected static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }

        return best;
    }
}

/// <summary>A measured share.</summary>
/// <param name="Value">0 to 1.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Samples">How many samples it is about.</param>
public sealed record MetricResult(double Value, double Low, double High, int Samples);

/// <summary>A paired loss.</summary>
/// <param name="Points">Points (percent) lost; negative when the variant is better.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end.</param>
public sealed record MetricDrop(double Points, double Low, double High);
