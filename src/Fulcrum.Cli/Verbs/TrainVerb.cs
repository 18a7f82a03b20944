using System.CommandLine;
using System.Security.Cryptography;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Results;
using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Onnx;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Fulcrum.Training;
using Fulcrum.Training.Optimisers;
using Fulcrum.Zoo;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`train ARCHITECTURE --data NAME -o FILE.onnx`: trains a small architecture from nothing.</summary>
internal static class TrainVerb
{
    private static readonly TrainingOptions Defaults = new();
    private static readonly Argument<string> Architecture = new("ARCHITECTURE") { Description = $"One of: {string.Join(", ", ZooCatalog.Trainable)}." };
    private static readonly Option<string> Data = new("--data") { Description = "A dataset's name, or a folder of its files.", Required = true };
    private static readonly Option<string> Out = new("--out", "-o") { Description = "The model file to write.", Required = true };
    private static readonly Option<int> Epochs = new("--epochs") { Description = "Passes over the training samples.", DefaultValueFactory = _ => Defaults.Epochs };
    private static readonly Option<int> BatchSize = new("--batch-size") { Description = "Samples per step.", DefaultValueFactory = _ => Defaults.BatchSize };
    private static readonly Option<double?> LearningRate = new("--learning-rate") { Description = "Highest learning rate. Default 0.1 for sgd, 0.001 for adam." };
    private static readonly Option<double> WeightDecay = new("--weight-decay") { Description = "Decoupled weight decay per unit of learning rate.", DefaultValueFactory = _ => Defaults.Optimiser.WeightDecay };
    private static readonly Option<string> Optimiser = new("--optimizer") { Description = "sgd (momentum 0.9) or adam.", DefaultValueFactory = _ => "sgd" };

    public static Command Create()
    {
        Optimiser.AcceptOnlyFromAmong("sgd", "adam");
        return new Command("train", "Train a small architecture.") { Architecture, Data, Out, Epochs, BatchSize, LearningRate, WeightDecay, Optimiser }.Runs(Run);
    }

    private static Task<int> Run(VerbContext context)
    {
        TrainingOptions options = Options(context);
        options.Validate();
        Dataset data = DatasetStore.Open(context.Value(Data));
        var runner = new OnnxRuntimeRunner(context.Threads);
        Graphs.Model untrained = ZooCatalog.Create(context.Value(Architecture), context.Seed);
        TrainingResult trained = new Trainer(runner).Train(untrained, data.Train, options, context.Progress, cancellation: context.Cancellation);
        Accuracy top1 = new ModelEvaluator(runner).Top1(trained.Model, data.Test, context.Cancellation);
        byte[] file = OnnxFile.Serialize(trained.Model);
        AtomicFile.WriteBytes(context.Value(Out), file);
        (double low, double high) = top1.Interval;
        var result = new TrainResult(
            top1.Value, [low, high], [.. trained.Epochs.Select(e => new TrainEpoch(e.Loss, e.Seconds))], trained.Epochs.Average(e => e.Seconds),
            context.Value(Out), Convert.ToHexStringLower(SHA256.HashData(file)));
        context.Print(result, CliJson.Default.TrainResult, console => console.MarkupLineInterpolated(
            $"{result.Path}: Top-1 {100 * top1.Value:0.00} % (95 %: {100 * low:0.00} to {100 * high:0.00}) on {data.Test.Count} test samples, {result.SecondsPerEpoch:0.00} s per epoch"));
        return Task.FromResult(ExitCodes.Done);
    }

    private static TrainingOptions Options(VerbContext context)
    {
        bool adam = context.Value(Optimiser) == "adam";
        double decay = context.Value(WeightDecay);
        return new TrainingOptions
        {
            Epochs = context.Value(Epochs),
            BatchSize = context.Value(BatchSize),
            LearningRate = context.Value(LearningRate) ?? (adam ? 0.001 : Defaults.LearningRate),
            Optimiser = adam ? new Adam { WeightDecay = decay } : new Sgd { WeightDecay = decay },
            Seed = context.Seed,
            Threads = context.Threads,
        };
    }
}
