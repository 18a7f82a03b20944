using Fulcrum.Isolation.Wire;

namespace Fulcrum.Isolation.Processes;

/// <summary>The runtime in the worker refuses; the worker goes on.</summary>
/// <param name="kind">In what way.</param>
/// <param name="message">What it says.</param>
internal sealed class WorkerRefusal(FrameKind kind, string message) : Exception(message)
{
    public FrameKind Kind => kind;
}
