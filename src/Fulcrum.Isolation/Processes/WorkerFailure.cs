namespace Fulcrum.Isolation.Processes;

/// <summary>A worker is of no use any more: it died, hangs, or says what it cannot say. It has ended when this is thrown.</summary>
/// <param name="message">What happened, for the log.</param>
/// <param name="inner">The cause.</param>
internal sealed class WorkerFailure(string message, Exception? inner = null) : Exception(message, inner);
