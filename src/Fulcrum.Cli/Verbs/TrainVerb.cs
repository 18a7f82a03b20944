using System.CommandLine;
using System.Security.Cryptography;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Onnx;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Fulcrum.Training;
using Fulcrum.Zoo;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`train MODEL --data NAME -o FILE.onnx`: trains an architecture from nothing, or goes on training a model.</summary>
internal static class TrainVerb
{
    private static readonly Argument<string> Start = new("MODEL") { Description = $"An .onnx file to train further, or an architecture to train from nothing: {string.Join(", ", ZooCatalog.Trainable)}." };
    private static readonly Option<string> Data = new("--data") { Description = "A dataset's name, a folder of IDX files, or a description (.json).", Required = true };
    private static readonly Option<string> Out = new("--out", "-o") { Description = "The model file to write.", Required = true };
    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on from the checkpoint that a broken run of the same command left beside the output." };

    public static Command Create() => new Command("train", "Train a model.").With(Start, Data, Out, Resume).Runs(Run);

    private static Command With(this Command command, Argument<string> start, params Option[] options)
    {
        command.Add(start);
        foreach (Option option in options.Concat(TrainFlags.All))
            command.Add(option);
        return command;
    }

    private static Task<int> Run(VerbContext context)
    {
        (string start, string path) = (context.Value(Start), context.Value(Out));
        bool isFile = start.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);
        TrainingOptions options = TrainFlags.Read(context, isFile);
        options.Validate();
        Dataset data = DatasetStore.Open(context.Value(Data));
        Model untrained = isFile ? Read(start) : ZooCatalog.Create(start, context.Seed);
        options = options with { Augmentation = TrainFlags.Augmentation(context, data, untrained) };
        if (Directory.Exists(path))
            throw new InputException("output-not-writable", path, "It is a folder.", "Name a file.");
        var runner = new OnnxRuntimeRunner(context.Threads);
        double? before = isFile ? Top1(runner, untrained, data, context).Value : null;
        (TrainingResult trained, bool resumed) = Train(runner, untrained, data, options, context);
        Accuracy top1 = Top1(runner, trained.Model, data, context);
        byte[] file = OnnxFile.Serialize(trained.Model);
        AtomicFile.WriteBytes(path, file);
        (double low, double high) = top1.Interval;
        var result = new TrainResult(
            top1.Value, [low, high], [.. trained.Epochs.Select(e => new TrainEpoch(e.Loss, e.Seconds))], trained.Epochs.Average(e => e.Seconds),
            path, Convert.ToHexStringLower(SHA256.HashData(file)), before, data.Test.Count, resumed);
        string was = before is double b ? FormattableString.Invariant($", {100 * b:0.00} % before") : "";
        context.Print(result, CliJson.Default.TrainResult, console => console.MarkupLineInterpolated(
            $"{result.Path}: Top-1 {100 * top1.Value:0.00} % (95 %: {100 * low:0.00} to {100 * high:0.00}) on {data.Test.Count} test samples{was}, {result.SecondsPerEpoch:0.00} s per epoch"));
        return Task.FromResult(ExitCodes.Done);
    }

    private static (TrainingResult Result, bool Resumed) Train(OnnxRuntimeRunner runner, Model untrained, Dataset data, TrainingOptions options, VerbContext context)
    {
        string checkpoint = context.Value(Out) + ".checkpoint";
        bool resume = context.Value(Resume), found = File.Exists(checkpoint);
        if (found && !resume)
            File.Delete(checkpoint);
        if (resume && !found)
            context.Note($"There is no {checkpoint}: training starts anew.");
        try
        {
            return (new Trainer(runner).Train(untrained, data.Train, options, context.Progress, checkpoint, context.Cancellation), resume && found);
        }
        catch (OperationCanceledException) when (File.Exists(checkpoint))
        {
            context.Note($"{checkpoint} was kept: the same command with --resume goes on from there.");
            throw;
        }
        catch (InputException refused) when (refused.Problems.Any(p => p.Code == "training-diverged"))
        {
            File.Delete(checkpoint);
            throw;
        }
    }

    private static Model Read(string path)
    {
        Model model = OnnxFile.Read(path);
        GraphChecker.Require(model);
        return FineTuner.Prepared(model);
    }

    private static Accuracy Top1(OnnxRuntimeRunner runner, Model model, Dataset data, VerbContext context) => new ModelEvaluator(runner).Top1(model, data.Test, context.Cancellation);
}
