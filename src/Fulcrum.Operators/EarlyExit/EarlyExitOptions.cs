using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Exits;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Operators.EarlyExit;

/// <summary>Which exits a model gets.</summary>
public sealed record EarlyExitOptions
{
    private static readonly string[] OfTrained = ["exits", "head", "hidden", "joint", "confidence", "max-drop"], OfTruncation = ["skip"];

    /// <summary>Trained exits with confidence tests (default), or a shorter model.</summary>
    public EarlyExitMode Mode { get; init; }

    /// <summary>How many exits when none is named. Default 2.</summary>
    public int Exits { get; init; } = 2;

    /// <summary>Values that exits read, first to last; of truncation the one value after which blocks are skipped. Empty: chosen by work.</summary>
    public IReadOnlyList<string> At { get; init; } = [];

    /// <summary>Blocks that truncation skips; null (default): all blocks of the last stage but its first.</summary>
    public int? Skip { get; init; }

    /// <summary>What a head is made of.</summary>
    public ExitHeadKind Head { get; init; }

    /// <summary>The most channels or units within a head. Default 64.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Whether the whole model is trained, not only the heads. Default: no, so that the final output stays as it is.</summary>
    public bool Joint { get; init; }

    /// <summary>What confidence is.</summary>
    public ExitConfidence Confidence { get; init; }

    /// <summary>Points of Top-1 that the thresholds may cost on the calibration split. Default 0.5.</summary>
    public double MaxDrop { get; init; } = 0.5;

    /// <summary>How heads are trained. Defaults: 6 epochs of AdamW at 0.003, half of the loss from the final output at temperature 2; truncation: none.</summary>
    public FineTuneOptions Training { get; init; } = Heads;

    private static FineTuneOptions Heads { get; } = new() { Epochs = 6, Optimiser = OptimiserKind.Adam, LearningRate = 0.003, Teacher = 0.5, Temperature = 2 };

    /// <summary>Options as written: mode, exits, at, skip, head, hidden, joint, confidence, max-drop, and those of training.</summary>
    public static EarlyExitOptions Read(OperatorOptions options)
    {
        var standard = new EarlyExitOptions();
        EarlyExitMode mode = options.Choice("mode", standard.Mode);
        bool isPercent = options.Has("max-drop") && options.Text("max-drop")!.EndsWith('%');
        var read = new EarlyExitOptions
        {
            Mode = mode,
            Exits = options.Number("exits", standard.Exits, 1, 8),
            At = options.List("at"),
            Skip = options.Has("skip") ? options.Number("skip", 1, 1, 10_000) : null,
            Head = options.Choice("head", standard.Head),
            Hidden = options.Number("hidden", standard.Hidden, 1, 65_536),
            Joint = options.Flag("joint", standard.Joint),
            Confidence = options.Choice("confidence", standard.Confidence),
            MaxDrop = options.Real("max-drop", standard.MaxDrop, 0, 100) * (isPercent ? 100 : 1),
            Training = FineTuneOptions.Read(options, mode == EarlyExitMode.Truncate ? new FineTuneOptions { Epochs = 0 } : Heads),
        };
        foreach (string name in (mode == EarlyExitMode.Truncate ? OfTrained : OfTruncation).Where(options.Has))
            options.Refuse(name, $"It is not for mode={(mode == EarlyExitMode.Truncate ? "truncate" : "trained")}.");
        if (mode == EarlyExitMode.Truncate && (read.At.Count > 1 || (read.At.Count == 1 && read.Skip is not null)))
            options.Refuse("at", "A model is cut short after one value, or by a number of blocks.");
        if (read.At.Count > 0 && options.Has("exits") && read.Exits != read.At.Count)
            options.Refuse("exits", $"{read.At.Count} values are named.");
        return read;
    }
}

/// <summary>What early exit means.</summary>
public enum EarlyExitMode
{
    /// <summary>Internal classifiers: a sample leaves as soon as one is confident (Kaya et al. 2019).</summary>
    Trained,

    /// <summary>The last blocks are left out for every sample, without training: what the black-box study measures (Singh et al. 2024).</summary>
    Truncate,
}

/// <summary>What a head is made of.</summary>
public enum ExitHeadKind
{
    /// <summary>Up to two convolutions of stride 2 before pooling; over sequences, and without convolutions, one hidden layer.</summary>
    Deep,

    /// <summary>Pooling and one matrix product.</summary>
    Linear,
}
