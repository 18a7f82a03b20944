using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;

namespace Fulcrum.Training;

/// <summary>Measures a classifier.</summary>
/// <param name="runner">What runs it.</param>
/// <param name="batchSize">Samples per run. Default 500.</param>
public sealed class Evaluator(IModelRunner runner, int batchSize = 500)
{
    /// <summary>Top-1 of a model with one input [batch, n] and one output [batch, classes].</summary>
    public Accuracy Top1(Model model, DatasetSplit split, CancellationToken cancellation = default)
    {
        bool[] right = Answers(model, split, cancellation);
        return new Accuracy(right.Count(r => r), right.Length);
    }

    /// <summary>For each sample, whether the highest output is at its label; the first of equal outputs counts.</summary>
    public bool[] Answers(Model model, DatasetSplit split, CancellationToken cancellation = default)
    {
        bool[] right = new bool[split.Count];
        using ILoadedModel loaded = runner.Load(model);
        for (int start = 0, size; start < split.Count; start += size)
        {
            cancellation.ThrowIfCancellationRequested();
            size = Math.Min(batchSize, split.Count - start);
            float[] samples = new float[size * split.SampleLength];
            split.CopySamples(start, samples);
            Tensor output = loaded.Run([Tensor.From<float>(loaded.Inputs[0].Name, [size, split.SampleLength], samples)])[0];
            TopOne.Judge(output.Values<float>(), split.Labels.Slice(start, size), right.AsSpan(start, size));
        }

        return right;
    }
}
