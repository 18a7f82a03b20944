namespace Fulcrum.Cli.Results;

/// <summary>Result of `data get`.</summary>
internal sealed record DataGetResult(string Name, string Path, int Samples);

/// <summary>Result of `train`.</summary>
internal sealed record TrainResult(double Top1, IReadOnlyList<double> Interval, IReadOnlyList<TrainEpoch> Epochs, double SecondsPerEpoch, string Path, string Sha256);

/// <summary>Result of `eval`.</summary>
internal sealed record EvalResult(string Metric, double Value, IReadOnlyList<double> Interval, int Samples, string Data, string Split);

/// <summary>One epoch.</summary>
internal sealed record TrainEpoch(double Loss, double Seconds);

/// <summary>Result of `plan`.</summary>
internal sealed record PlanResult(string Path, PlanCandidate Chosen, string Summary, IReadOnlyList<string> Reasons, IReadOnlyList<PlanCandidate> Candidates);

/// <summary>One pattern with its predicted cost.</summary>
internal sealed record PlanCandidate(
    int Cut, string Name, double Level, IReadOnlyList<int> Bits, int CutBits, long PayloadBytes, double PayloadRatio, long CutTensorBytes,
    double CalibrationDrop, double TimeS, double EnergyJ, double CostUsd, double Objective, string? Excluded);

/// <summary>What `serve` prints once it listens.</summary>
internal sealed record ServeResult(string Url, string? Http2Url, IReadOnlyList<string> Models);
