namespace Fulcrum.Cli.Results;

/// <summary>What `study` prints.</summary>
/// <param name="Study">Its name.</param>
/// <param name="Path">Its folder.</param>
/// <param name="Cells">Every strategy.</param>
internal sealed record StudyResult(string Study, string Path, IReadOnlyList<StudyResultCell> Cells);

/// <summary>One strategy.</summary>
/// <param name="Model">The model.</param>
/// <param name="Operator">What was done to it.</param>
/// <param name="Tier">Where it ran.</param>
/// <param name="Mode">How requests were made.</param>
/// <param name="Links">In a sweep, the rates of the links, Mbit/s; empty otherwise.</param>
/// <param name="Runs">Timed requests.</param>
/// <param name="MedianMs">Their median latency in milliseconds; null when none could be made.</param>
/// <param name="Score">What it scores on the whole test split, 0 to 1; null without data.</param>
/// <param name="Right">The share of its timed requests that were answered right; null when they are not judged.</param>
/// <param name="Failure">Why it could not run, or not to the end; null when it did.</param>
internal sealed record StudyResultCell(string Model, string Operator, string Tier, string Mode, string Links, int Runs, double? MedianMs, double? Score, double? Right, string? Failure);
