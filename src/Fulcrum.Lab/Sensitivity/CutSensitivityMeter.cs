using System.Diagnostics;
using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Data;
using Fulcrum.Evaluation.Calibration;
using Fulcrum.Evaluation.Timing;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Protocol.CutTensors;

namespace Fulcrum.Lab.Sensitivity;

/// <summary>
/// Codes each tensor that can cross a cut, it alone, at each width, and runs the rest of the model on what arrives: the noise energies of QPART (18) for any graph, by execution. One head and one tail are
/// loaded at a time and samples stream through in batches.
/// </summary>
/// <param name="runner">Runs the model.</param>
/// <param name="options">How.</param>
public sealed class CutSensitivityMeter(IModelRunner runner, SensitivityOptions options)
{
    /// <summary>Measures every float tensor of the cuts, each at the first cut that it crosses.</summary>
    /// <param name="model">The model that the cuts are of: one input, batch first; its first output is one value per class.</param>
    /// <param name="cuts">Its cuts.</param>
    /// <param name="split">Labelled samples, of which the first are used.</param>
    /// <param name="progress">Told after every cut.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="InputException">The samples do not fit the model, or it does not run.</exception>
    public IReadOnlyDictionary<string, TensorSensitivity> Measure(Model model, IEnumerable<Cut> cuts, DatasetSplit split, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        DatasetSplit samples = split.Take(options.Samples);
        var reference = new ReferenceAnswers(runner, model, samples, options.BatchSize, cancellation);
        var found = new Dictionary<string, TensorSensitivity>();
        Cut[] ordered = [.. cuts.OrderBy(c => c.HeadNodes.Count)];
        for (int i = 0; i < ordered.Length; i++)
        {
            string[] fresh = [.. ordered[i].Tensors.Where(t => t.Tensor is { Element: ElementType.Float } && !found.ContainsKey(t.Name)).Select(t => t.Name)];
            if (fresh.Length > 0)
            {
                using var sides = new CutSides(runner, model, ordered[i], reference.Feeder);
                foreach (string tensor in fresh)
                    found[tensor] = Measure(sides, tensor, reference, cancellation);
            }

            progress?.Report(new WorkProgress("Coding cut tensors", i + 1, ordered.Length));
        }

        return found;
    }

    private TensorSensitivity Measure(CutSides sides, string name, ReferenceAnswers reference, CancellationToken cancellation)
    {
        ChannelStatistics? statistics = null;
        (int channels, int inner, int elements) = (1, 1, 0);
        foreach ((int start, int count) in reference.Batches)
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor tensor = sides.Before(start, count)[name];
            (channels, inner, elements) = Layout(tensor, count);
            (statistics ??= new ChannelStatistics(channels, inner)).Observe(tensor.Values<float>());
        }

        CutTensorGrid[] grids = [.. options.Bits.Select(b => statistics!.Ranges(b) is var (low, high) ? CutTensorGrid.FromRanges(b, inner, low, high) : CutTensorGrid.Float)];
        AnswerTally[] tallies = [.. grids.Select(_ => reference.Tally())];
        var coded = grids.Select(_ => new CodingTimes()).ToArray();
        for (int batch = 0; batch < reference.Batches.Count; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            (int start, int count) = reference.Batches[batch];
            Dictionary<string, Tensor> values = sides.Before(start, count);
            for (int g = 0; g < grids.Length; g++)
            {
                float[] arrived = values[name].Values<float>().ToArray();
                for (int s = 0; s < count; s++)
                {
                    Span<float> sample = arrived.AsSpan(s * elements, elements);
                    if (start + s < options.CodedSamples)
                        coded[g].Add(sample, grids[g]);
                    CutTensorCodec.RoundTrip(sample, grids[g]);
                }

                var given = new Dictionary<string, Tensor>(values) { [name] = Tensor.From<float>(name, [.. values[name].Shape], arrived) };
                reference.Compare(batch, sides.After(given).Values<float>(), tallies[g]);
            }
        }

        return new TensorSensitivity(name, elements, [.. grids.Select((g, i) => new WidthReading(g, coded[i].Bytes, tallies[i].Noise, tallies[i].Drop.Points, coded[i].Encode, coded[i].Decode))]);
    }

    /// <summary>Grids go by channel where the layout says which axis that is: the second of images, the last of sequences.</summary>
    private static (int Channels, int Inner, int Elements) Layout(Tensor tensor, int samples)
    {
        int elements = checked((int)(tensor.ElementCount / samples));
        return tensor.Shape.Count switch
        {
            3 => (checked((int)tensor.Shape[2]), 1, elements),
            > 3 => (checked((int)tensor.Shape[1]), checked((int)(elements / tensor.Shape[1])), elements),
            _ => (1, Math.Max(1, elements), elements),
        };
    }

    /// <summary>Sizes and times of samples that were really coded.</summary>
    private sealed class CodingTimes
    {
        private readonly List<double> _bytes = [], _encode = [], _decode = [];

        public double Bytes => _bytes.Count == 0 ? 0 : _bytes.Average();

        public double Encode => Quantile.Median(_encode);

        public double Decode => Quantile.Median(_decode);

        public void Add(ReadOnlySpan<float> sample, CutTensorGrid grid)
        {
            long start = Stopwatch.GetTimestamp();
            byte[] coded = CutTensorCodec.Encode(sample, grid);
            _encode.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            float[] room = new float[sample.Length];
            start = Stopwatch.GetTimestamp();
            CutTensorCodec.Decode(coded, grid, room);
            _decode.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            _bytes.Add(coded.Length);
        }
    }
}
