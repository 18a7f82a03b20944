namespace Fulcrum.Stages;

/// <summary>The next tier, or the way to it, failed: an expected failure in flight.</summary>
/// <param name="message">What went wrong, in one sentence.</param>
/// <param name="inner">The cause.</param>
public sealed class HopException(string message, Exception? inner = null) : Exception(message, inner);
