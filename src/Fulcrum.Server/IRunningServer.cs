namespace Fulcrum.Server;

/// <summary>A server that listens; disposing of it ends it.</summary>
public interface IRunningServer : IAsyncDisposable
{
    /// <summary>Where it listens: the HTTP/1.1 address first, then the HTTP/2 one if there is one.</summary>
    IReadOnlyList<Uri> Urls { get; }

    /// <summary>The models that it serves; none where nothing is published yet.</summary>
    IReadOnlyList<string> Models { get; }

    /// <summary>What did not go well before it listened: what configurations hold that is not used, why models are not available; each a line.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>What was said of the models' own processes before it listened; each a line.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>Waits until the process is asked to stop (<see cref="Hosting.ServerLife"/>) or the token is cancelled, then finishes what is in flight.</summary>
    Task WaitForShutdownAsync(CancellationToken cancellation = default);
}
