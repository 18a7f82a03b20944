using System.ComponentModel;
using System.Diagnostics;

namespace Fulcrum.Lab.Emulation;

/// <summary>The one place that runs steps.</summary>
internal static class Tools
{
    /// <summary>Runs a step to its end.</summary>
    /// <returns>Null, or what went wrong.</returns>
    public static async Task<string?> RunAsync(Step step, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(step.Program, step.Arguments) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true })!;
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            string errors = await process.StandardError.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            return process.ExitCode == 0 ? null : $"{step.Program} {string.Join(' ', step.Arguments)}: {errors.Trim()}";
        }
        catch (Win32Exception failure)
        {
            return $"{step.Program}: {failure.Message}";
        }
    }

    /// <summary>Whether a program is on the path.</summary>
    public static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
}
