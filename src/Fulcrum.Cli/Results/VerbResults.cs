namespace Fulcrum.Cli.Results;

/// <summary>Result of `data get`.</summary>
internal sealed record DataGetResult(string Name, string Path, int Samples);

/// <summary>Result of `train`; what it was before is null for a model that was trained from nothing.</summary>
internal sealed record TrainResult(
    double Top1, IReadOnlyList<double> Interval, IReadOnlyList<TrainEpoch> Epochs, double SecondsPerEpoch, string Path, string Sha256, double? Top1Before, int Samples, bool Resumed);

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

/// <summary>Result of `init`: the file and the schema beside it.</summary>
internal sealed record InitResult(string Path, string Schema);

/// <summary>Result of `release`.</summary>
internal sealed record ReleaseResult(string Path, string Model, long Release, DateTimeOffset? Expires, int Files, long Bytes);

/// <summary>What was published.</summary>
internal sealed record PublishResult(string Store, string Kind, string Name, long Version, bool IsNew, int Files, long Bytes);

/// <summary>Result of `token`.</summary>
internal sealed record TokenResult(string Name, string Role, string Token);

/// <summary>Result of `explain`: layers that differ, the worst first.</summary>
internal sealed record ExplainResult(double Loss, double VariantLoss, int Samples, string Data, string Split, IReadOnlyList<ExplainLayer> Layers);

/// <summary>One layer: signal to noise in dB (null: equal to the bit), rise of cross-entropy in nats, and whether the layer alone or its output in the whole variant was exchanged.</summary>
internal sealed record ExplainLayer(string Value, string Node, string Op, double? SqnrDb, double LossIncrease, string Method, ExplainWeights? Weights);

/// <summary>The range of a layer's weight in the original.</summary>
internal sealed record ExplainWeights(float Low, float High, double Rms, long Outliers, double ChannelSpread);

/// <summary>Result of `leakage`; rank agreement is Spearman's rho between distance correlation and SSIM, null without three attacks.</summary>
internal sealed record LeakageResult(string Data, IReadOnlyList<LeakageCut> Cuts, double? RankAgreement);

/// <summary>What one cut tells of the input.</summary>
internal sealed record LeakageCut(string Cut, double Depth, long? Bytes, double DistanceCorrelation, double? PsnrDb, double? Ssim);
