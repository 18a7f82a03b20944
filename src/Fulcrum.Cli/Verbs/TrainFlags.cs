using System.CommandLine;
using Fulcrum.Cli.Terminal;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Problems;
using Fulcrum.Training;
using Fulcrum.Training.Augmentations;
using Fulcrum.Training.Optimisers;

namespace Fulcrum.Cli.Verbs;

/// <summary>The options of `train` that say how. What is not given is chosen for training from nothing, or for going on from a trained model.</summary>
internal static class TrainFlags
{
    private static readonly TrainingOptions FromNothing = new();
    private static readonly FineTuneOptions Further = new();

    private static readonly Option<int?> Epochs = new("--epochs") { Description = $"Passes over the training samples. Default {FromNothing.Epochs}; {Further.Epochs} for an .onnx file." };
    private static readonly Option<int> BatchSize = new("--batch-size") { Description = "Samples per step.", DefaultValueFactory = _ => FromNothing.BatchSize };
    private static readonly Option<double?> LearningRate = new("--learning-rate") { Description = "Highest learning rate. Default 0.1 for sgd, 0.001 for adam; 0.01 and 0.0003 for an .onnx file." };
    private static readonly Option<double?> WeightDecay = new("--weight-decay") { Description = "Decoupled weight decay per unit of learning rate. Default 0.02; for an .onnx file 0.005 for sgd, 0.01 for adam." };
    private static readonly Option<string> Optimiser = Choice("--optimizer", "Update rule: sgd (momentum 0.9) or adam (AdamW).", "sgd", "adam");
    private static readonly Option<string> Schedule = Choice("--schedule", "How the rate falls: cosine, linear, constant, or step (a tenth after half of the steps, a hundredth after three quarters).", "cosine", "linear", "constant", "step");
    private static readonly Option<double?> WarmUp = new("--warm-up") { Description = "Share of the steps, 0 to 1, over which the rate first rises. Default 0; 0.05 for an .onnx file." };
    private static readonly Option<double?> ClipNorm = new("--clip-norm") { Description = "The largest norm of all gradients together. Default none; 5 for an .onnx file." };
    private static readonly Option<double> Ema = new("--ema") { Description = "Exponential moving average of the weights, kept instead of the last step's: 0 (none) to 1, as 0.999." };
    private static readonly Option<string> Augment = Choice("--augment", "What is done to images at random: auto (crop-flip for colour images), none, crop (moved by up to an eighth), crop-flip (mirrored too).", "auto", "none", "crop", "crop-flip");
    private static readonly Option<bool> FreezeStatistics = new("--freeze-statistics") { Description = "Keep BatchNormalization's running statistics and use them, instead of the batch's own." };

    public static IReadOnlyList<Option> All { get; } = [Epochs, BatchSize, LearningRate, WeightDecay, Optimiser, Schedule, WarmUp, ClipNorm, Ema, Augment, FreezeStatistics];

    /// <param name="context">The command line.</param>
    /// <param name="further">Whether a trained model goes on.</param>
    public static TrainingOptions Read(VerbContext context, bool further)
    {
        bool adam = context.Value(Optimiser) == "adam";
        double decay = context.Value(WeightDecay) ?? (further ? FineTuner.WeightDecay(adam) : FromNothing.Optimiser.WeightDecay);
        return FromNothing with
        {
            Epochs = context.Value(Epochs) ?? (further ? Further.Epochs : FromNothing.Epochs),
            BatchSize = context.Value(BatchSize),
            LearningRate = context.Value(LearningRate) ?? (further ? FineTuner.LearningRate(adam) : adam ? 0.001 : FromNothing.LearningRate),
            Schedule = Enum.Parse<Schedule>(context.Value(Schedule), ignoreCase: true),
            WarmUp = context.Value(WarmUp) ?? (further ? FineTuner.WarmUp : 0),
            ClipNorm = context.Value(ClipNorm) ?? (further ? Further.ClipNorm : null),
            Ema = context.Value(Ema),
            Optimiser = adam ? new Adam { WeightDecay = decay } : new Sgd { WeightDecay = decay },
            FreezeStatistics = context.Value(FreezeStatistics),
            UnitScale = further,
            Seed = context.Seed,
            Threads = context.Threads,
        };
    }

    /// <exception cref="InputException"><c>augment-unusable</c>: it was asked for, and the samples are no images.</exception>
    public static Augmentation? Augmentation(VerbContext context, Dataset data, Model model)
    {
        string name = context.Value(Augment);
        AugmentationKind kind = Enum.Parse<AugmentationKind>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        Augmentation? augmentation = FineTuner.Augmentation(kind, data with { SampleShape = Shape(data, model) });
        return augmentation is null && kind is not (AugmentationKind.Auto or AugmentationKind.None)
            ? throw new InputException("augment-unusable", "--augment", $"Samples of {data.Name} have shape [{string.Join(",", data.SampleShape)}]; only images can be moved.", "Use --augment none.")
            : augmentation;
    }

    /// <summary>A sample's shape as the model reads it, where data that is stored flat does not say.</summary>
    private static IReadOnlyList<long> Shape(Dataset data, Model model)
    {
        long[] read = model.Graph.Inputs is [{ Tensor.Shape: { Count: 4 } shape }, ..] && shape.Skip(1).All(d => d.Size is not null) ? [.. shape.Skip(1).Select(d => d.Size!.Value)] : [];
        return data.SampleShape.Count == 3 || read.Length == 0 || read.Aggregate((n, d) => n * d) != data.Train.SampleLength ? data.SampleShape : read;
    }

    private static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
