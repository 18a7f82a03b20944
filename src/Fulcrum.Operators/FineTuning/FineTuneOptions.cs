using Fulcrum.Data;
using Fulcrum.Operators.Composition;

namespace Fulcrum.Operators.FineTuning;

/// <summary>How operators train what they changed. Every operator that trains takes the same options.</summary>
public sealed record FineTuneOptions
{
    /// <summary>Passes over the training samples; 0: no training.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Samples per step. Default 128.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>The highest learning rate; null (default): 0.01 for sgd, 0.0003 for adam.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The update rule. Default: adam for token ids, sgd otherwise.</summary>
    public OptimiserKind Optimiser { get; init; }

    /// <summary>Decoupled weight decay per unit of learning rate; null (default): 0.005 for sgd, 0.01 for adam.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>What is done to samples. Default: crop and flip for colour images, nothing otherwise.</summary>
    public AugmentationKind Augmentation { get; init; }

    /// <summary>Share of the teacher's soft targets in the loss, 0 to 1; the labels have the rest. Counts where there is a teacher. Default 0.9.</summary>
    public double Teacher { get; init; } = 0.9;

    /// <summary>Temperature of the soft targets. Default 4.</summary>
    public double Temperature { get; init; } = 4;

    /// <summary>The largest norm of all gradients together. Default 5.</summary>
    public double ClipNorm { get; init; } = 5;

    /// <summary>The exponential moving average of the weights that is kept instead of the last step's, 0 (default: none) to 1.</summary>
    public double Ema { get; init; }

    /// <summary>The most training samples to use, from the first. Default all.</summary>
    public int Samples { get; init; } = int.MaxValue;

    /// <summary>Whether AdamW trains on such samples.</summary>
    public bool UsesAdam(SampleType samples) => Optimiser == OptimiserKind.Adam || (Optimiser == OptimiserKind.Auto && samples == SampleType.Int64);

    /// <summary>Options as written: epochs, batch, learning-rate, optimizer, weight-decay, augment, teacher, temperature, clip-norm, ema, train-samples.</summary>
    /// <param name="options">What was written.</param>
    /// <param name="standard">The operator's own defaults.</param>
    public static FineTuneOptions Read(OperatorOptions options, FineTuneOptions standard) => standard with
    {
        Epochs = options.Number("epochs", standard.Epochs, 0, 100_000),
        BatchSize = options.Number("batch", standard.BatchSize, 1, 65_536),
        LearningRate = options.Real("learning-rate", standard.LearningRate, 1e-9, 10),
        Optimiser = options.Choice("optimizer", standard.Optimiser),
        WeightDecay = options.Real("weight-decay", standard.WeightDecay, 0, 10),
        Augmentation = options.Choice("augment", standard.Augmentation),
        Teacher = options.Real("teacher", standard.Teacher, 0, 1),
        Temperature = options.Real("temperature", standard.Temperature, 0.1, 100),
        ClipNorm = options.Real("clip-norm", standard.ClipNorm, 1e-6, 1e6),
        Ema = options.Real("ema", standard.Ema, 0, 0.999999),
        Samples = options.Number("train-samples", standard.Samples, 1, int.MaxValue),
    };
}

/// <summary>Update rules by name.</summary>
public enum OptimiserKind
{
    /// <summary>Adam for token ids, SGD otherwise.</summary>
    Auto,

    /// <summary>SGD with momentum 0.9.</summary>
    Sgd,

    /// <summary>AdamW.</summary>
    Adam,
}

/// <summary>Augmentations by name.</summary>
public enum AugmentationKind
{
    /// <summary>Crop and flip for colour images, nothing otherwise.</summary>
    Auto,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>Moved by up to an eighth of the height.</summary>
    Crop,

    /// <summary>Moved and mirrored.</summary>
    CropFlip,

    /// <summary>As <see cref="Auto"/>, then blended two by two: for <see cref="FineTuneOptions.Teacher"/> 1.</summary>
    Mix,
}
