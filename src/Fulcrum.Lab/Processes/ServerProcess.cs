using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Fulcrum.Lab.Processes;

/// <summary>A real `fulcrum serve` process on a free port; stopped when disposed.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly FulcrumCommand _command;
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ServerProcess(FulcrumCommand command, Process process, Task<string> errors, Uri url) => (_command, _process, _errors, Url) = (command, process, errors, url);

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>Starts the server and waits until it says where it listens.</summary>
    /// <exception cref="ChildProcessException">It ended before it listened.</exception>
    public static Task<ServerProcess> StartAsync(FulcrumCommand command, string repository, CancellationToken cancellation) => StartAsync(command, ["--repository", repository], new ListenPlace(IPAddress.Loopback), cancellation);

    /// <summary>The same, for anything that the verb serves, on an address of its machine or namespace.</summary>
    internal static async Task<ServerProcess> StartAsync(FulcrumCommand command, IEnumerable<string> arguments, ListenPlace place, CancellationToken cancellation)
    {
        Process process = command.Start(["serve", .. arguments, .. place.Arguments, "--output", "json"]);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            string line = await process.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false)
                ?? throw new ChildProcessException("serve", command.Said(await errors.ConfigureAwait(false)));
            using JsonDocument document = JsonDocument.Parse(line);
            return new ServerProcess(command, process, errors, place.Reached(new Uri(document.RootElement.GetProperty("url").GetString()!)));
        }
        catch (Exception failure)
        {
            // What is printed when the verb refuses is no line with an address; the reasons are on its error stream.
            if (failure is not JsonException)
                await command.EndAsync(process).ConfigureAwait(false);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            process.Dispose();
            if (failure is JsonException)
                throw new ChildProcessException("serve", command.Said(await errors.ConfigureAwait(false)));
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _command.EndAsync(_process).ConfigureAwait(false);
        await _errors.ConfigureAwait(false);
        _process.Dispose();
    }
}
