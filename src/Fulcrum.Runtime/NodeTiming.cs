namespace Fulcrum.Runtime;

/// <summary>Time spent in one node, summed over the profiled runs.</summary>
/// <param name="Name">The node's name after ONNX Runtime's own fusions.</param>
/// <param name="OpType">The kernel's op.</param>
/// <param name="Runs">How often it ran.</param>
/// <param name="Total">Time in its kernel.</param>
public sealed record NodeTiming(string Name, string OpType, int Runs, TimeSpan Total)
{
    /// <summary>Time of one run: the mean of the middle half, so that neither the first run nor a disturbed one counts.</summary>
    public TimeSpan Typical { get; init; }
}
