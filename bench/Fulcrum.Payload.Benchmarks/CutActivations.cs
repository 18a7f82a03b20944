using Fulcrum.Data;
using Fulcrum.Evaluation.Calibration;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Runtime;

namespace Fulcrum.Payload.Benchmarks;

/// <summary>What a model's Relus give for images: tensors as they would cross a cut.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Channels">Its channels.</param>
/// <param name="Inner">Values of a channel.</param>
/// <param name="Seen">What calibration samples gave.</param>
/// <param name="Minima">The smallest value of each channel in them, or 0.</param>
/// <param name="Maxima">The largest.</param>
/// <param name="Test">Samples for coding, one after the other.</param>
internal sealed record CutActivations(string Name, int Channels, int Inner, ChannelStatistics Seen, float[] Minima, float[] Maxima, float[] Test)
{
    /// <summary>Values of a sample.</summary>
    public int Length => Channels * Inner;

    /// <summary>Some Relus' outputs, spread over the model.</summary>
    /// <param name="modelPath">An .onnx file.</param>
    /// <param name="dataPath">A description of its data.</param>
    /// <param name="cuts">How many Relus.</param>
    /// <param name="calibration">Samples for grids.</param>
    /// <param name="test">Samples for coding.</param>
    public static IReadOnlyList<CutActivations> Of(string modelPath, string dataPath, int cuts, int calibration, int test)
    {
        Model model = OnnxFile.Read(modelPath);
        string[] relus = [.. model.Graph.Nodes.Where(n => n.OpType == "Relu").Select(n => n.Outputs[0])];
        string[] wanted = [.. Enumerable.Range(0, cuts).Select(i => relus[i * (relus.Length - 1) / (cuts - 1)])];
        Dataset data = DatasetStore.Open(dataPath);
        var stream = new ActivationStream(new OnnxRuntimeRunner(1));
        var found = new Dictionary<string, CutActivations>();
        stream.Run(model, wanted, data.Calibration.Take(calibration), run => Array.ForEach([.. run], See), "Calibrating");
        var values = wanted.ToDictionary(w => w, _ => new List<float>());
        stream.Run(model, wanted, data.Test.Take(test), run => Array.ForEach([.. run], t => values[t.Name].AddRange(t.Values<float>())), "Running");
        return [.. wanted.Select(w => found[w] with { Test = [.. values[w]] })];

        void See(Tensor tensor)
        {
            (int channels, int inner) = ((int)tensor.Shape[1], (int)tensor.Shape.Skip(2).Aggregate(1L, (n, d) => n * d));
            if (!found.TryGetValue(tensor.Name, out CutActivations? cut))
                found[tensor.Name] = cut = new CutActivations(tensor.Name, channels, inner, new ChannelStatistics(channels, inner), new float[channels], new float[channels], []);
            ReadOnlySpan<float> seen = tensor.Values<float>();
            cut.Seen.Observe(seen);
            for (int i = 0; i < seen.Length; i++)
            {
                int c = i / inner % channels;
                (cut.Minima[c], cut.Maxima[c]) = (Math.Min(cut.Minima[c], seen[i]), Math.Max(cut.Maxima[c], seen[i]));
            }
        }
    }
}
