using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Runtime;
using Fulcrum.Training.Optimisers;
using Fulcrum.Zoo;

namespace Fulcrum.Training.Benchmarks;

/// <summary>Single steps of an image classifier on random images: epochs of one batch, reading the samples included.</summary>
internal static class StepBenchmark
{
    private const int ImageSize = 224, Classes = 10;

    /// <summary>Takes steps and prints them.</summary>
    /// <param name="name">An architecture of the zoo or an .onnx file; sizes of its input that are open become 224.</param>
    /// <param name="batch">Samples per step.</param>
    /// <param name="steps">How many.</param>
    /// <param name="threads">Threads; 0 takes the CPU quota.</param>
    public static void Run(string name, int batch, int steps, int threads)
    {
        Model model = Sized(name.EndsWith(".onnx", StringComparison.Ordinal) ? OnnxFile.Read(name) : ZooCatalog.Create(name, 1));
        int length = (int)model.Graph.Inputs[0].Tensor!.Shape!.Skip(1).Aggregate(1L, (product, size) => product * size.Size!.Value);
        var options = new TrainingOptions
        {
            Epochs = steps,
            BatchSize = batch,
            Schedule = Schedule.Constant,
            Threads = threads,
            LearningRate = 1e-6,
            Optimiser = new Sgd { WeightDecay = 0.01 },
        };
        EpochBenchmark.Print(new Trainer(new OnnxRuntimeRunner(threads)).Train(model, Noise(batch, length), options));
    }

    private static Model Sized(Model model)
    {
        ValueInfo input = model.Graph.Inputs[0];
        Dim[] shape = [.. input.Tensor!.Shape!.Select((size, i) => i == 0 || size.Size is not null ? size : ImageSize)];
        return model with { Graph = model.Graph with { Inputs = [input with { Type = input.Tensor with { Shape = shape } }, .. model.Graph.Inputs.Skip(1)], Values = [] } };
    }

    private static DatasetSplit Noise(int count, int length)
    {
        var random = new Random(1);
        byte[] samples = new byte[count * length];
        random.NextBytes(samples);
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(Classes))];
        return new DatasetSplit("noise", length, samples, labels);
    }
}
