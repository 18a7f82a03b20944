namespace Fulcrum.Planning.Profiles;

/// <summary>The times of one model on one machine.</summary>
public sealed record ModelProfile
{
    /// <summary>The file's name without its ending.</summary>
    public required string Name { get; init; }

    /// <summary>Lower-case hex SHA-256 of the .onnx file.</summary>
    public required string Sha256 { get; init; }

    /// <summary><c>fp32</c> or <c>int8</c>: <see cref="Profiles.Precision"/>.</summary>
    public required string Precision { get; init; }

    /// <summary>Sizes that symbolic dimensions were given; those not listed were 1.</summary>
    public required IReadOnlyDictionary<string, long> Dims { get; init; }

    /// <summary>Multiply-accumulates of a run; nodes of unknown work count 0.</summary>
    public required long Macs { get; init; }

    /// <summary>The whole model.</summary>
    public required TimeSummary Whole { get; init; }

    /// <summary>The whole model against itself, loaded twice and run in turns: what no difference looks like here.</summary>
    public required ControlRatio Control { get; init; }

    /// <summary>Milliseconds in kernels that belong to no node, as for a change of layout, of one run.</summary>
    public required double UnattributedMs { get; init; }

    /// <summary>The nodes of the graph, in order; each once.</summary>
    public required IReadOnlyList<NodeProfile> Nodes { get; init; }

    /// <summary>Cuts of one tensor, from the input to the output, and what both sides take.</summary>
    public required IReadOnlyList<SegmentProfile> Segments { get; init; }

    /// <summary>How far predictions are from the heads that were timed.</summary>
    public required IReadOnlyList<PredictionError> Errors { get; init; }
}

/// <summary>Times of runs in milliseconds.</summary>
/// <param name="MedianMs">The middle one (p50).</param>
/// <param name="MeanMs">Their mean: under a CPU quota the time that work without pauses takes, where the median is that of a run in between.</param>
/// <param name="P95Ms">95 % are below.</param>
/// <param name="P99Ms">99 % are below.</param>
/// <param name="Spread">Distance of the quartiles over the median.</param>
/// <param name="Samples">Runs.</param>
public sealed record TimeSummary(double MedianMs, double MeanMs, double P95Ms, double P99Ms, double Spread, int Samples);

/// <summary>A ratio of medians with its 95 % interval.</summary>
public sealed record ControlRatio(double Ratio, double Low, double High)
{
    /// <summary>Whether the machine was quiet enough: the interval lies within 0.8 to 1.25.</summary>
    public bool IsSteady() => Low >= 0.8 && High <= 1.25;
}

/// <summary>A node.</summary>
/// <param name="Index">Its position in the graph.</param>
/// <param name="Name">Its name, or op and first output.</param>
/// <param name="Op">Its op, with the domain where that is not ONNX itself.</param>
/// <param name="Kernel">The kernel that ran under its name; null when another node's kernel does its work, or it was folded away.</param>
/// <param name="Ms">Milliseconds in that kernel, mean of the middle half of the runs; 0 without one.</param>
/// <param name="Macs">Multiply-accumulates; null when unknown.</param>
/// <param name="Bytes">Bytes read and written; null when unknown.</param>
public sealed record NodeProfile(int Index, string Name, string Op, string? Kernel, double Ms, long? Macs, long? Bytes);

/// <summary>A cut and its two sides, each a session of its own.</summary>
/// <param name="Cut">The tensor that crosses.</param>
/// <param name="Depth">The head's share of the work, 0 to 1.</param>
/// <param name="HeadMacs">Multiply-accumulates of the head.</param>
/// <param name="HeadMs">Median milliseconds of the head.</param>
/// <param name="TailMs">Median milliseconds of the tail.</param>
/// <param name="Samples">Runs of each.</param>
public sealed record SegmentProfile(string Cut, double Depth, long HeadMacs, double HeadMs, double TailMs, int Samples);

/// <summary>How far a way of predicting is from measured heads, |predicted - measured| / measured.</summary>
/// <param name="Method"><c>composed</c>: the sum of the head's nodes; <c>fitted</c>: from the fits by op; <c>fitted_elsewhere</c>: from fits to the profile's other models only; <c>modelled</c>: from the clock.</param>
/// <param name="Median">Over the heads.</param>
/// <param name="P90">90 % are below.</param>
/// <param name="Segments">How many heads.</param>
public sealed record PredictionError(string Method, double Median, double P90, int Segments);

/// <summary>The time of a node of an op: overhead + MACs · a + bytes · b, least squares with no part negative.</summary>
/// <param name="Precision">Of the models that the nodes are from.</param>
/// <param name="Op">The op.</param>
/// <param name="OverheadMs">Milliseconds whatever the size.</param>
/// <param name="NsPerMac">Nanoseconds per multiply-accumulate.</param>
/// <param name="NsPerByte">Nanoseconds per byte read or written.</param>
/// <param name="Nodes">How many nodes were fitted.</param>
public sealed record OpFit(string Precision, string Op, double OverheadMs, double NsPerMac, double NsPerByte, int Nodes);
