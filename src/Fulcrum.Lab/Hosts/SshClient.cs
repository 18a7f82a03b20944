using System.Diagnostics;
using Fulcrum.Lab.Processes;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Hosts;

/// <summary>Commands on another machine by OpenSSH's client, which asks nothing: whoever may log in there without a question may use it.</summary>
/// <param name="client">The client's program.</param>
/// <param name="destination">A destination that was checked.</param>
/// <param name="where">What to call it in problems.</param>
internal sealed class SshClient(string client, string destination, string where)
{
    /// <summary>What the client itself exits with when it does not get there.</summary>
    private const int NotThere = 255;

    /// <summary>The client with its arguments up to the command. Forwardings and connections shared with others are left to those who asked for them.</summary>
    public IReadOnlyList<string> Way =>
    [
        client, "-T", "-x", "-a", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=6", "-o", "ControlMaster=no", "-o", "ClearAllForwardings=yes",
        "-o", "PermitLocalCommand=no", "-o", "RequestTTY=no", "-o", "RemoteCommand=none", "-o", "LogLevel=ERROR", destination, "--",
    ];

    /// <summary>Runs a script of a POSIX shell there.</summary>
    /// <param name="script">The script.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="feed">Writes its standard input, which ends behind that; null: nothing.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InputException"><c>tier-ssh</c>: there is no client, or it does not get there.</exception>
    public async Task<SshResult> RunAsync(string script, IEnumerable<string> arguments, Action<Stream>? feed, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var command = new FulcrumCommand("sh", ["-c", script, "fulcrum"]) { Way = Way, Where = where };
        using Process process = command.Start(arguments);
        Task end = Task.CompletedTask;
        using (cancellation.Register(() => end = command.EndAsync(process)))
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None), errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await Task.Run(() => Feed(process, feed), CancellationToken.None).ConfigureAwait(false);
            (string printed, string said) = (await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            await end.ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            var result = new SshResult(process.ExitCode, printed, said);
            return result.Code != NotThere
                ? result
                : throw new InputException("tier-ssh", where, $"ssh does not get there: {result.LastError}", $"Make 'ssh {destination} true' work without a question: the machine up, its key known here, a key of yours let in there.");
        }
    }

    private static void Feed(Process process, Action<Stream>? feed)
    {
        try
        {
            feed?.Invoke(process.StandardInput.BaseStream);
            process.StandardInput.Close();
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // It ended before it had read everything, and says why itself.
        }
    }
}

/// <summary>What a command on another machine came to.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it said besides.</param>
internal sealed record SshResult(int Code, string Output, string Errors)
{
    /// <summary>The last that it said.</summary>
    public string LastError => Errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() is string line ? Printable.Of(line, 300) : FormattableString.Invariant($"exit code {Code}, without a word");
}
