using System.Globalization;
using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Runtime;
using Fulcrum.Training;
using Fulcrum.Training.Optimisers;
using Fulcrum.Zoo;

// Usage: Fulcrum.Training.Benchmarks MNIST-FOLDER sgd|adam EPOCHS [THREADS]
// Prints one line per epoch, "seconds loss", then "top1 VALUE". The first epoch warms up.
Dataset data = DatasetStore.Open(args[0]);
int threads = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 0;
var options = new TrainingOptions
{
    Epochs = int.Parse(args[2], CultureInfo.InvariantCulture),
    Schedule = Schedule.Constant,
    Threads = threads,
    LearningRate = args[1] == "adam" ? 0.001 : 0.05,
    Optimiser = args[1] == "adam" ? new Adam { WeightDecay = 0.01 } : new Sgd { WeightDecay = 0.01 },
};
var runner = new OnnxRuntimeRunner(threads);
Model untrained = ZooCatalog.Create("mnist-mlp6", 1);
TrainingResult result = new Trainer(runner).Train(untrained, data.Train, options);
foreach (EpochResult epoch in result.Epochs)
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{epoch.Seconds:0.0000} {epoch.Loss:0.0000}"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"top1 {new ModelEvaluator(runner).Top1(result.Model, data.Test).Value:0.0000}"));
