using System.Diagnostics;
using System.Text.Json;

namespace Fulcrum.Lab.Processes;

/// <summary>A real `fulcrum device` process, run to its end.</summary>
public static class DeviceProcess
{
    /// <summary>Runs the device verb and returns the JSON document it prints.</summary>
    /// <exception cref="ChildProcessException">It failed.</exception>
    public static async Task<JsonDocument> RunAsync(FulcrumCommand command, IEnumerable<string> arguments, Action<string>? onProgressLine, CancellationToken cancellation)
    {
        using Process process = command.Start(["device", .. arguments, "--output", "json", "--progress", "json"]);
        using CancellationTokenRegistration kill = cancellation.Register(() => process.Kill(entireProcessTree: true));
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        string errors = await ReadLinesAsync(process.StandardError, onProgressLine).ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode == 0
            ? JsonDocument.Parse(await output.ConfigureAwait(false))
            : throw new ChildProcessException("device", errors);
    }

    private static async Task<string> ReadLinesAsync(StreamReader reader, Action<string>? onLine)
    {
        var errors = new System.Text.StringBuilder();
        while (await reader.ReadLineAsync().ConfigureAwait(false) is string line)
        {
            if (line.StartsWith('{'))
                onLine?.Invoke(line);
            else
                errors.AppendLine(line);
        }

        return errors.ToString();
    }
}
