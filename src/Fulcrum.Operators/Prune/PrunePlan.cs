using Fulcrum.Operators.Composition;
using Fulcrum.Operators.FineTuning;

namespace Fulcrum.Operators.Prune;

/// <summary>All that the operator was told.</summary>
public sealed record PrunePlan
{
    /// <summary>What is removed for good; null when weights only become zero.</summary>
    public PruneOptions? Structured { get; init; }

    /// <summary>What becomes zero; null when channels are removed.</summary>
    public SparsityOptions? Logical { get; init; }

    /// <summary>How the rest is trained.</summary>
    public FineTuneOptions Training { get; init; } = new();

    /// <summary>Measure BatchNormalization's statistics again where nothing is trained and data is given. Default yes.</summary>
    public bool RefreshStatistics { get; init; } = true;

    /// <summary>Whether training was asked for, and not only the default.</summary>
    public bool WantsTraining { get; init; }

    /// <summary>Whether what goes is chosen by gradients.</summary>
    internal bool NeedsGradients => Structured?.Method == PruneMethod.Taylor || Logical?.Score == SparsityScore.SnipMomentum;

    /// <summary>Options as written: mode (structured, logical), those of the mode, statistics, those of training.</summary>
    public static PrunePlan Read(OperatorOptions options)
    {
        bool logical = options.Choice("mode", PruneMode.Structured) == PruneMode.Logical;
        return new PrunePlan
        {
            Structured = logical ? null : PruneOptions.Read(options),
            Logical = logical ? SparsityOptions.Read(options) : null,
            Training = FineTuneOptions.Read(options, new FineTuneOptions()),
            RefreshStatistics = options.Flag("statistics", true),
            WantsTraining = options.Has("epochs"),
        };
    }

    private enum PruneMode
    {
        Structured,
        Logical,
    }
}
