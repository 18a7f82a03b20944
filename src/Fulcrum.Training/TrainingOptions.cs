using System.Globalization;
using Fulcrum.Graphs;
using Fulcrum.Problems;
using Fulcrum.Training.Augmentations;
using Fulcrum.Training.Losses;
using Fulcrum.Training.Optimisers;
using Fulcrum.Training.Steps;

namespace Fulcrum.Training;

/// <summary>How to train. Defaults train small classifiers.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training samples. Default 15.</summary>
    public int Epochs { get; init; } = 15;

    /// <summary>Samples per step; an incomplete last batch is left out. Default 128.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>The highest learning rate. Default 0.1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>How it moves. Default cosine.</summary>
    public Schedule Schedule { get; init; } = Schedule.Cosine;

    /// <summary>The share of steps, 0 to 1, over which the rate first rises from zero. Default 0.</summary>
    public double WarmUp { get; init; }

    /// <summary>The update rule. Default SGD with momentum 0.9 and weight decay 0.02.</summary>
    public Optimiser Optimiser { get; init; } = new Sgd { WeightDecay = 0.02 };

    /// <summary>The largest norm of all gradients together; null (default): no limit.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Weights and running statistics are averaged over the steps, each step before counting so much less, 0 to 1: their exponential moving average is what is learnt. 0 (default): the last step's.</summary>
    public double Ema { get; init; }

    /// <summary>The loss. Default softmax cross-entropy on labels.</summary>
    public Loss Loss { get; init; } = new SoftmaxCrossEntropy();

    /// <summary>What is done to samples at random; null (default): nothing.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>Keep BatchNormalization's running statistics, and use them, instead of the batch's own. Default no.</summary>
    public bool FreezeStatistics { get; init; }

    /// <summary>Train weights that are far smaller than usual, as those that read raw pixels are, at a scale of their own. Default no.</summary>
    public bool UnitScale { get; init; }

    /// <summary>Seed of sample order, augmentation and Dropout. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Names of the initializers to train; null (default): every float initializer that an output depends on, without running statistics and single numbers
    /// of formulas. Exact zeros of a tensor that is at least one fifth zero were pruned and stay zero.
    /// </summary>
    public IReadOnlyCollection<string>? Trainable { get; init; }

    /// <summary>Threads; 0 (default) takes the CPU quota.</summary>
    public int Threads { get; init; }

    /// <summary>The initializers that are trained when none are named.</summary>
    public static IReadOnlyCollection<string> TrainableOf(Model model) => TrainableTensors.Of(model);

    /// <summary>What <see cref="UnitScale"/> divides a tensor by while it is trained, where neither a product nor a convolution reads it itself: a power of two, 1 for weights of usual size.</summary>
    public static float UnitFactor(Tensor weight) => Steps.UnitScale.FactorOf(weight, null);

    /// <summary>Refuses values that cannot train, all at once.</summary>
    /// <exception cref="InputException">At least one value is out of range.</exception>
    public void Validate()
    {
        List<Problem> problems = [];
        Require(problems, Epochs >= 1, "--epochs", $"{Epochs} epochs", "Use at least 1.");
        Require(problems, BatchSize >= 1, "--batch-size", $"A batch of {BatchSize}", "Use at least 1.");
        Require(problems, LearningRate > 0 && double.IsFinite(LearningRate), "--learning-rate", $"A learning rate of {LearningRate}", "Use a positive number.");
        Require(problems, WarmUp is >= 0 and < 1, "--warm-up", $"A warm-up of {WarmUp}", "Use a share of the steps, 0 to 1.");
        Require(problems, ClipNorm is null or (> 0 and < double.PositiveInfinity), "--clip-norm", $"A limit of {ClipNorm}", "Use a positive number.");
        Require(problems, Ema is >= 0 and < 1, "--ema", $"A moving average of {Ema}", "Use 0 (none) or a number below 1, as 0.999.");
        Require(problems, Optimiser.WeightDecay >= 0 && double.IsFinite(Optimiser.WeightDecay), "--weight-decay", $"A weight decay of {Optimiser.WeightDecay}", "Use zero or a positive number.");
        if (problems.Count > 0)
            throw new InputException(problems);
    }

    /// <summary>Names of the scalar inputs of the step graph.</summary>
    internal IReadOnlyList<string> Scalars => Ema > 0 ? [.. Optimiser.Scalars, .. WeightAverage.Scalars] : Optimiser.Scalars;

    /// <summary>The values of <see cref="Scalars"/> at a step.</summary>
    /// <param name="learningRate">The scheduled rate.</param>
    /// <param name="step">Counted from 1.</param>
    internal IReadOnlyList<float> ScalarValues(double learningRate, int step) =>
        Ema > 0 ? [.. Optimiser.ScalarValues(learningRate, step), .. WeightAverage.ScalarValues(Ema, step)] : Optimiser.ScalarValues(learningRate, step);

    /// <summary>The values that shape a run, for fingerprints.</summary>
    internal string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Epochs} {BatchSize} {LearningRate:R} {Schedule} {WarmUp:R} {Optimiser} {ClipNorm:R} {Ema:R} {Augmentation} {FreezeStatistics} {UnitScale} {Seed}");

    private static void Require(List<Problem> problems, bool holds, string option, string what, string remedy)
    {
        if (!holds)
            problems.Add(new Problem("option-out-of-range", option, $"{what} cannot train.", remedy));
    }
}
