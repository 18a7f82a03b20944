using Fulcrum.Cuts;
using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Evaluation.Calibration;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Protocol.CutTensors;
using Fulcrum.Protocol.Plans;

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
    /// <param name="rules">How its outputs become answers; for each there is one result, all from the same runs.</param>
    /// <param name="progress">Told after every cut.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="InputException">The samples do not fit the model, or it does not run.</exception>
    public IReadOnlyList<IReadOnlyDictionary<string, TensorSensitivity>> Measure(
        Model model, IEnumerable<Cut> cuts, DatasetSplit split, IReadOnlyList<AnswerRule> rules, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        DatasetSplit samples = split.Take(options.Samples);
        Judged[] judged = [.. rules.Select(r => new Judged(r, new ReferenceAnswers(runner, model, samples.Take(options.NoiseSamples), options.BatchSize, cancellation, r), []))];
        var feeder = new SampleFeeder(judged[0].Reference.Inputs, samples, options.BatchSize);
        HashSet<string> found = [];
        Cut[] ordered = [.. cuts.OrderBy(c => c.HeadNodes.Count)];
        for (int i = 0; i < ordered.Length; i++)
        {
            string[] fresh = [.. ordered[i].Tensors.Where(t => t.Tensor is { Element: ElementType.Float } && found.Add(t.Name)).Select(t => t.Name)];
            if (fresh.Length > 0)
            {
                using var sides = new CutSides(runner, model, ordered[i], feeder);
                foreach (string tensor in fresh)
                    Measure(sides, tensor, [.. feeder.Batches()], judged, cancellation);
            }

            progress?.Report(new WorkProgress("Coding cut tensors", i + 1, ordered.Length));
        }

        return [.. judged.Select(j => j.Found)];
    }

    private void Measure(CutSides sides, string name, (int Start, int Count)[] batches, Judged[] judged, CancellationToken cancellation)
    {
        ReferenceAnswers reference = judged[0].Reference;
        ChannelStatistics? statistics = null;
        (int channels, int inner, int elements) = (1, 1, 0);
        PlanCoding[] exact = name == reference.Feeder.Name ? [PlanCoding.Plain, PlanCoding.Compressed] : [PlanCoding.Plain];
        CodingTimer[] whole = [.. exact.Select(c => new CodingTimer(c))];
        foreach ((int start, int count) in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor tensor = sides.Before(start, count)[name];
            (channels, inner, elements) = Layout(tensor, count);
            (statistics ??= new ChannelStatistics(channels, inner)).Observe(tensor.Values<float>());
            for (int s = 0; start + s < options.CodedSamples && s < count; s++)
            {
                foreach (CodingTimer coding in whole)
                    coding.Add(name, tensor.Values<float>().Slice(s * elements, elements));
            }
        }

        CodingTimer[] grids = [.. options.Bits.Select(b => new CodingTimer(PlanCoding.Of(Grid(statistics!, b, inner))))];
        AnswerTally[][] tallies = [.. judged.Select(j => grids.Select(_ => j.Reference.Tally()).ToArray())];
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
                        grids[g].Add(name, sample);
                    CutTensorCodec.RoundTrip(sample, grids[g].Coding.Grid!);
                }

                var given = new Dictionary<string, Tensor>(values) { [name] = Tensor.From<float>(name, [.. values[name].Shape], arrived) };
                Dictionary<string, Tensor> made = sides.After(given);
                for (int j = 0; j < judged.Length; j++)
                    judged[j].Reference.Compare(batch, judged[j].Rule.Answer(made, count), tallies[j][g]);
            }
        }

        for (int j = 0; j < judged.Length; j++)
            judged[j].Found[name] = new TensorSensitivity(name, elements, [.. whole.Select(w => w.Reading(0, 0)), .. grids.Zip(tallies[j], (g, t) => g.Reading(t.Noise, t.Drop.Points))]);
    }

    /// <summary>One way of reading the model's outputs, and what was found for it.</summary>
    private sealed record Judged(AnswerRule Rule, ReferenceAnswers Reference, Dictionary<string, TensorSensitivity> Found);

    private static CutTensorGrid Grid(ChannelStatistics statistics, int bits, int inner)
    {
        (float[] low, float[] high) = statistics.Ranges(bits);
        return CutTensorGrid.FromRanges(bits, inner, low, high);
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
}
