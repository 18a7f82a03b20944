namespace Fulcrum.Cli.Results;

/// <summary>Result of `recommend`. Seconds throughout; intervals are [low, high], 90 %.</summary>
/// <param name="Model">The model.</param>
/// <param name="Conditions">Rate of each link up in bits per second.</param>
/// <param name="Ranking">Every strategy, those that keep the limits first.</param>
/// <param name="ExpectedRegret">By how much the first one is expected to be worse than the best, in seconds or units of --weights.</param>
/// <param name="Next">The measurement that would settle most; null when none would.</param>
/// <param name="Baselines">Where the baselines stand.</param>
/// <param name="Measurements">What was measured and how well the model of latencies fits it.</param>
internal sealed record RecommendResult(
    string Model, IReadOnlyDictionary<string, double> Conditions, IReadOnlyList<RecommendRow> Ranking, double ExpectedRegret, RecommendNext? Next, IReadOnlyList<RecommendBaseline> Baselines, RecommendMeasurements Measurements);

/// <summary>A strategy. Measured is the median under these conditions, null when there is none; drop points are null when nobody measured them.</summary>
internal sealed record RecommendRow(
    string Strategy, string Operator, string Tier, double Predicted, IReadOnlyList<double> Interval, double? Measured, int Runs, int MeasuredElsewhere, double Planned, bool Allowed, IReadOnlyList<RecommendBreak> Breaks,
    double? DropPoints, double BestProbability, double Objective, string? Times, string? Plan, IReadOnlyList<string> Baselines);

/// <summary>A limit that is not kept; the value is null when nobody knows it.</summary>
internal sealed record RecommendBreak(string Limit, double? Value, double? Most, string Text);

/// <summary>The measurement to make next, under the conditions asked for.</summary>
internal sealed record RecommendNext(string Strategy, string Operator, string Tier, double RegretBefore, double RegretAfter);

/// <summary>A baseline and the strategy that it is.</summary>
internal sealed record RecommendBaseline(string Name, string Strategy, double Predicted, bool Allowed);

/// <summary>Medians that were fitted, over how many conditions, and their relative spread about the model of latencies.</summary>
internal sealed record RecommendMeasurements(int Medians, int Conditions, double Spread);

/// <summary>Result of `recommend --leave-out`: ratios to the best measured median, mean, median and worst over all left-out conditions, and the worst mean of a draw.</summary>
internal sealed record LeaveOutResult(string Model, int Conditions, int Kept, int Draws, double Coverage, IReadOnlyList<LeaveOutLine> Scores);

/// <summary>One way of choosing; null where no single strategy was measured everywhere.</summary>
internal sealed record LeaveOutLine(string Method, double? Mean, double? Median, double? Worst, double? WorstDraw);
