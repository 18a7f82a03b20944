using Fulcrum.Protocol.Plans;

namespace Fulcrum.Operators.Exits;

/// <summary>The early exits of a model: a sample is answered by the first exit that is confident enough, by the final output when none is.</summary>
public sealed record ExitPlan
{
    /// <summary>The exits, in order of depth.</summary>
    public required IReadOnlyList<ExitPoint> Points { get; init; }

    /// <summary>The model's own output, the last resort.</summary>
    public required string Final { get; init; }

    /// <summary>What confidence is.</summary>
    public ExitConfidence Confidence { get; init; }

    /// <summary>Points of Top-1 that thresholds may cost on the calibration split.</summary>
    public double MaxDrop { get; init; } = 0.5;

    /// <summary>Mean multiply-accumulates per sample of the calibration split, as a share of the model without exits.</summary>
    public double ExpectedMacs { get; init; } = 1;

    /// <summary>Multiply-accumulates of a sample that leaves at the end, as a share of the model without exits: above 1 by what the heads cost.</summary>
    public double WholeMacs { get; init; } = 1;

    /// <summary>The number of the first segment of each tier, from 1; more than one after a partition.</summary>
    public IReadOnlyList<int> Tiers { get; init; } = [1];

    /// <summary>For each exit and the end, the work of a sample that leaves there, as a share of the model without exits.</summary>
    internal IEnumerable<double> Costs => Points.Select(p => p.MacsShare).Append(WholeMacs);

    /// <summary>The outputs in the order they are asked: exits, then the final one.</summary>
    public IEnumerable<string> Outputs => Points.Select(p => p.Output).Append(Final);
}

/// <summary>One exit.</summary>
/// <param name="Output">The output that holds its logits [batch, classes].</param>
/// <param name="Threshold">A sample leaves here when its confidence is at least this; above 1 none does.</param>
/// <param name="Values">The values that it is computed from: those that cross to the next segment.</param>
/// <param name="MacsShare">Multiply-accumulates up to and with this exit, as a share of the model without exits.</param>
public sealed record ExitPoint(string Output, double Threshold, IReadOnlyList<string> Values, double MacsShare)
{
    /// <summary>A threshold that no confidence reaches.</summary>
    public const double Never = ManifestExit.Never;
}
