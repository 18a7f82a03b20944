using System.Diagnostics;
using System.Text.Json;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Processes;

/// <summary>A real `fulcrum device` process, run to its end.</summary>
public static class DeviceProcess
{
    /// <summary>Runs the device verb to its end; its progress is passed on.</summary>
    /// <exception cref="ChildProcessException">It failed.</exception>
    public static async Task<DeviceReport> RunAsync(FulcrumCommand command, IEnumerable<string> arguments, IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
        JsonSerializer.Deserialize(await OutputAsync(command, arguments, progress, cancellation).ConfigureAwait(false), DeviceJson.Default.DeviceReport)!;

    /// <summary>The same; the report as it was printed.</summary>
    internal static async Task<string> OutputAsync(FulcrumCommand command, IEnumerable<string> arguments, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using Process process = command.Start(["device", .. arguments, "--output", "json", "--progress", "json"]);
        using CancellationTokenRegistration kill = cancellation.Register(() => process.Kill(entireProcessTree: true));
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        string errors = await ChildLines.ReadAsync(process.StandardError, progress).ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode == 0 ? await output.ConfigureAwait(false) : throw new ChildProcessException("device", errors);
    }
}
