namespace Fulcrum.Cli.Results;

/// <summary>exits.json: how the segments beside it are run. See docs/operators/early-exit.md.</summary>
/// <param name="Format">The format's version: 1.</param>
/// <param name="Confidence"><c>max-softmax</c> or <c>entropy</c>.</param>
/// <param name="Final">The output that answers when no exit is confident.</param>
/// <param name="ExpectedMacs">Mean work per sample of the calibration split, as a share of the model without exits.</param>
/// <param name="Segments">In the order in which they run.</param>
internal sealed record ExitsFile(int Format, string Confidence, string Final, double ExpectedMacs, IReadOnlyList<ExitsSegment> Segments);

/// <summary>One segment.</summary>
/// <param name="File">Its model.</param>
/// <param name="Tier">Who runs it, from 1: more than one after a partition.</param>
/// <param name="Inputs">What it takes, by name: inputs of the first segment, and outputs of any segment before.</param>
/// <param name="Outputs">What it gives.</param>
/// <param name="Macs">Work up to its end, as a share of the model without exits; null where it ends without an exit.</param>
/// <param name="Exit">The output that holds the exit's logits; null where it ends without one.</param>
/// <param name="Threshold">A sample leaves when its confidence is at least this.</param>
internal sealed record ExitsSegment(string File, int Tier, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, double? Macs, string? Exit, double? Threshold);
