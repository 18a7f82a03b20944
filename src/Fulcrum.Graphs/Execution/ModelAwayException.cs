namespace Fulcrum.Graphs.Execution;

/// <summary>What runs a model has gone, or is not there yet: nothing is wrong with the request, and later it would be answered. Found as the inner exception of the refusal.</summary>
/// <param name="message">What happened, for the log: clients are not told.</param>
/// <param name="retryAfter">When it is worth asking again.</param>
public sealed class ModelAwayException(string message, TimeSpan retryAfter) : Exception(message)
{
    /// <summary>When it is worth asking again.</summary>
    public TimeSpan RetryAfter => retryAfter;
}
