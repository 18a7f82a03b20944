namespace Fulcrum.Device;

/// <summary>The server or the way to it failed: an expected failure in flight.</summary>
/// <param name="phase">What was being done: plan, download, infer.</param>
/// <param name="message">What went wrong, in one sentence.</param>
/// <param name="inner">The cause.</param>
public sealed class LinkException(string phase, string message, Exception? inner = null) : Exception($"{phase}: {message}", inner)
{
    /// <summary>What was being done: plan, download, infer.</summary>
    public string Phase { get; } = phase;
}
