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
/// <param name="Calibration">Samples, one after the other, for choosing grids.</param>
/// <param name="Test">Samples for coding.</param>
internal sealed record CutActivations(string Name, int Channels, int Inner, float[] Calibration, float[] Test)
{
    /// <summary>Values of a sample.</summary>
    public int Length => Channels * Inner;

    /// <summary>Some Relus' outputs, spread over the model.</summary>
    /// <param name="modelPath">An .onnx file.</param>
    /// <param name="dataPath">A description of its data.</param>
    /// <param name="cuts">How many Relus.</param>
    /// <param name="samples">Samples for grids and as many for coding.</param>
    public static IReadOnlyList<CutActivations> Of(string modelPath, string dataPath, int cuts, int samples)
    {
        Model model = OnnxFile.Read(modelPath);
        string[] relus = [.. model.Graph.Nodes.Where(n => n.OpType == "Relu").Select(n => n.Outputs[0])];
        string[] wanted = [.. Enumerable.Range(0, cuts).Select(i => relus[i * (relus.Length - 1) / (cuts - 1)])];
        Dataset data = DatasetStore.Open(dataPath);
        (Dictionary<string, List<float>> calibration, _) = Run(data.Calibration);
        (Dictionary<string, List<float>> test, Dictionary<string, IReadOnlyList<long>> shapes) = Run(data.Test);
        return [.. wanted.Select(w => new CutActivations(w, (int)shapes[w][1], (int)shapes[w].Skip(2).Aggregate(1L, (n, d) => n * d), [.. calibration[w]], [.. test[w]]))];

        (Dictionary<string, List<float>>, Dictionary<string, IReadOnlyList<long>>) Run(DatasetSplit split)
        {
            var values = wanted.ToDictionary(w => w, _ => new List<float>());
            var shapes = new Dictionary<string, IReadOnlyList<long>>();
            new ActivationStream(new OnnxRuntimeRunner(1)).Run(model, wanted, split.Take(samples), run =>
            {
                foreach (Tensor tensor in run)
                {
                    values[tensor.Name].AddRange(tensor.Values<float>());
                    shapes[tensor.Name] = tensor.Shape;
                }
            }, "Running");
            return (values, shapes);
        }
    }
}
