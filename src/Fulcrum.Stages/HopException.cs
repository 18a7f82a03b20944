namespace Fulcrum.Stages;

/// <summary>The next tier, or the way to it, failed: an expected failure in flight.</summary>
/// <param name="message">What went wrong, in one sentence.</param>
/// <param name="inner">The cause.</param>
public sealed class HopException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>When the next tier wants to be asked again: it is there, and cannot answer now (503). Null (default): it cannot be reached, or fails.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
