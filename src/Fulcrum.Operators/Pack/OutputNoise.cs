using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Evaluation.Comparison;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Operators.Composition;

namespace Fulcrum.Operators.Pack;

/// <summary>How far the first output of a variant is from the model's on samples, which need no labels.</summary>
internal sealed class OutputNoise
{
    private const int BatchSize = 32;
    private readonly OperatorContext _context;
    private readonly DatasetSplit _samples;
    private readonly float[] _reference;
    private readonly int _classes;

    /// <summary>Runs the model.</summary>
    public OutputNoise(OperatorContext context, Model model, DatasetSplit samples)
    {
        (_context, _samples) = (context, samples);
        _reference = Outputs(model);
        _classes = Math.Max(1, _reference.Length / samples.Count);
    }

    /// <summary>Runs a variant.</summary>
    public NoiseReading Of(Model variant)
    {
        float[] outputs = Outputs(variant);
        var distance = new LogitDistance(isProbability: false);
        distance.Add(_reference, outputs, _classes);
        int same = 0;
        for (int at = 0; at < outputs.Length; at += _classes)
            same += Largest(_reference.AsSpan(at, _classes)) == Largest(outputs.AsSpan(at, _classes)) ? 1 : 0;
        return new NoiseReading(distance.Noise, distance.Signal, (double)same / _samples.Count);
    }

    private static int Largest(ReadOnlySpan<float> values)
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
            largest = values[i] > values[largest] ? i : largest;
        return largest;
    }

    /// <summary>The model with the input of a Softmax at its end as the first output.</summary>
    private static Model WithLogits(Model model)
    {
        string output = model.Graph.Outputs[0].Name, logits = Logits.Behind(model.Graph, output);
        return logits == output ? model : model with { Graph = model.Graph with { Outputs = [new ValueInfo(logits, new TensorType(ElementType.Float, null)), .. model.Graph.Outputs] } };
    }

    private float[] Outputs(Model model)
    {
        using ILoadedModel loaded = _context.Runner.Load(WithLogits(model));
        var feeder = new SampleFeeder(loaded.Inputs, _samples, BatchSize);
        var outputs = new List<float>();
        int done = 0;
        foreach ((int start, int count) in feeder.Batches())
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<float> all = loaded.Run([feeder.Read(start, count)])[0].Values<float>();
            outputs.AddRange(all[(all.Length / count * (done - start))..]);
            done = start + count;
        }

        return [.. outputs];
    }
}

/// <summary>How far outputs are off.</summary>
/// <param name="Noise">Mean square change of an output about the mean change of its sample.</param>
/// <param name="Signal">Mean square of an output about the mean of its sample.</param>
/// <param name="Agreement">The share of samples whose largest output is the same.</param>
internal readonly record struct NoiseReading(double Noise, double Signal, double Agreement);
