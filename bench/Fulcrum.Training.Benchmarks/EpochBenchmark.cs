using System.Globalization;
using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Runtime;
using Fulcrum.Training.Optimisers;
using Fulcrum.Zoo;

namespace Fulcrum.Training.Benchmarks;

/// <summary>Whole epochs of the MNIST perceptron, batch 128.</summary>
internal static class EpochBenchmark
{
    /// <summary>Trains, prints the epochs, then the accuracy.</summary>
    public static void Run(string folder, string kind, int epochs, int threads)
    {
        Dataset data = DatasetStore.Open(folder);
        var options = new TrainingOptions
        {
            Epochs = epochs,
            Schedule = Schedule.Constant,
            Threads = threads,
            LearningRate = kind == "adam" ? 0.001 : 0.05,
            Optimiser = kind == "adam" ? new Adam { WeightDecay = 0.01 } : new Sgd { WeightDecay = 0.01 },
        };
        var runner = new OnnxRuntimeRunner(threads);
        TrainingResult result = new Trainer(runner).Train(ZooCatalog.Create("mnist-mlp6", 1), data.Train, options);
        Print(result);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"top1 {new ModelEvaluator(runner).Top1(result.Model, data.Test).Value:0.0000}"));
    }

    /// <summary>One line per epoch.</summary>
    public static void Print(TrainingResult result)
    {
        foreach (EpochResult epoch in result.Epochs)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{epoch.Seconds:0.0000} {epoch.Loss:0.0000}"));
    }
}
