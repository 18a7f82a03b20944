using System.Numerics.Tensors;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Tensor = Fulcrum.Graphs.Tensor;

namespace Fulcrum.Evaluation.Comparison;

/// <summary>Two models run side by side on the same samples, with inner values to be seen.</summary>
internal sealed class ComparedModels : IDisposable
{
    private readonly IModelRunner _runner;
    private readonly ILoadedModel _original;
    private readonly ILoadedModel _variant;
    private readonly int _batchSize;
    private readonly bool _probabilities;
    private readonly string _output;
    private readonly Dictionary<string, (double Signal, double Noise)> _powers = [];

    public ComparedModels(IModelRunner runner, Model original, Model variant, IReadOnlyList<string> values, int batchSize)
    {
        (_runner, _batchSize, _output) = (runner, batchSize, original.Graph.Outputs[0].Name);
        _probabilities = Logits.AreProbabilities(original.Graph, _output);
        _original = runner.Load(Seen(original, values));
        _variant = runner.Load(Seen(variant, values));
    }

    /// <summary>Cross-entropy of the original.</summary>
    public double OriginalLoss { get; private set; }

    /// <summary>Cross-entropy of the variant.</summary>
    public double VariantLoss { get; private set; }

    /// <summary>A value with its type in the variant; null when it is no float tensor in both.</summary>
    public ValueInfo? Type(string value)
    {
        ValueInfo? ours = _original.Outputs.FirstOrDefault(o => o.Name == value), theirs = _variant.Outputs.FirstOrDefault(o => o.Name == value);
        return ours?.Tensor?.Element == ElementType.Float && theirs?.Tensor?.Element == ElementType.Float ? new ValueInfo(value, new TensorType(ElementType.Float, null)) : null;
    }

    /// <summary>In dB; null when there is no noise.</summary>
    public double? Sqnr(string value) => _powers.TryGetValue(value, out (double Signal, double Noise) power) && power is { Noise: > 0, Signal: > 0 } ? 10 * Math.Log10(power.Signal / power.Noise) : null;

    /// <summary>Runs both on all samples.</summary>
    public void Measure(DatasetSplit samples, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        (CrossEntropy original, CrossEntropy variant) = (new CrossEntropy(_probabilities), new CrossEntropy(_probabilities));
        int done = 0;
        foreach ((Tensor batch, int[] labels) in Batches(samples, cancellation))
        {
            var ours = _original.Run([batch]).ToDictionary(t => t.Name);
            var theirs = _variant.Run([batch]).ToDictionary(t => t.Name);
            Add(original, ours[_output], labels);
            Add(variant, theirs.TryGetValue(_output, out Tensor? same) ? same : theirs[_variant.Outputs[0].Name], labels);
            foreach ((string name, Tensor a) in ours)
            {
                if (a.Element == ElementType.Float && theirs.TryGetValue(name, out Tensor? b) && b.Element == ElementType.Float && a.ElementCount == b.ElementCount)
                    _powers[name] = Plus(_powers.GetValueOrDefault(name), a.Values<float>(), b.Values<float>());
            }

            progress?.Report(new WorkProgress("Comparing", done += labels.Length, samples.Count));
        }

        (OriginalLoss, VariantLoss) = (original.Mean, variant.Mean);
    }

    /// <summary>Cross-entropy of another model of the same outputs; where <paramref name="value"/> is named, its second input is that value of the variant.</summary>
    public double Loss(Model model, string? value, DatasetSplit samples, CancellationToken cancellation)
    {
        var loss = new CrossEntropy(_probabilities);
        using ILoadedModel loaded = _runner.Load(model);
        foreach ((Tensor batch, int[] labels) in Batches(samples, cancellation))
            Add(loss, loaded.Run(value is null ? [batch] : [batch, _variant.Run([batch]).Single(t => t.Name == value)])[0], labels);
        return loss.Mean;
    }

    public void Dispose()
    {
        _original.Dispose();
        _variant.Dispose();
    }

    /// <summary>Each sample counts once, also where a fixed batch goes back to fill its last run.</summary>
    private static void Add(CrossEntropy loss, Tensor outputs, int[] labels)
    {
        if (outputs.Element != ElementType.Float || outputs.Shape.Count == 0 || outputs.ElementCount % outputs.Shape[0] != 0 || outputs.Shape[0] < labels.Length)
            throw new InputException("output-shape", outputs.Name, $"The output is {outputs.Element}[{string.Join(",", outputs.Shape)}], not one float per class and sample.", "Explain a classifier.");
        int classes = (int)(outputs.ElementCount / outputs.Shape[0]);
        loss.Add(outputs.Values<float>()[(((int)outputs.Shape[0] - labels.Length) * classes)..], labels);
    }

    private IEnumerable<(Tensor Batch, int[] Labels)> Batches(DatasetSplit samples, CancellationToken cancellation)
    {
        var feeder = new SampleFeeder(_original.Inputs, samples, _batchSize);
        int done = 0;
        foreach ((int start, int count) in feeder.Batches())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return (feeder.Read(start, count), samples.Labels[done..(start + count)].ToArray());
            done = start + count;
        }
    }

    private static (double Signal, double Noise) Plus((double Signal, double Noise) power, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float[] difference = new float[a.Length];
        TensorPrimitives.Subtract(a, b, difference);
        return (power.Signal + TensorPrimitives.SumOfSquares(a), power.Noise + TensorPrimitives.SumOfSquares<float>(difference));
    }

    /// <summary>Values as further outputs; the runtime finds their types.</summary>
    private static Model Seen(Model model, IReadOnlyList<string> values)
    {
        HashSet<string> there = [.. model.Graph.Outputs.Select(o => o.Name)];
        return model with { Graph = model.Graph with { Outputs = [.. model.Graph.Outputs, .. values.Where(v => !there.Contains(v)).Select(v => new ValueInfo(v, null))] } };
    }
}
