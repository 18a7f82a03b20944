using System.Diagnostics;
using Fulcrum.Lab.Processes;

namespace Fulcrum.Cli.Tests;

/// <summary>The built program as a real process.</summary>
internal static class FulcrumProcess
{
    // bin/CONFIGURATION/net10.0 of the program itself, where the build has put the datasets.
    private static readonly string Built = Path.Combine(
        TestData.Root, "src", "Fulcrum.Cli", "bin", Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!, "net10.0", "fulcrum.dll");

    /// <summary>How it is started; FULCRUM_PROGRAM names another build of it, for example one that was published.</summary>
    public static readonly FulcrumCommand Command = Environment.GetEnvironmentVariable("FULCRUM_PROGRAM") is string other ? new(other, []) : new("dotnet", [Built]);

    public static async Task<(int Code, string Out, string Error)> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Runs the program and samples its peak resident memory, in bytes.</summary>
    public static async Task<(int Code, string Out, string Error, long PeakBytes)> RunMeasuredAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        long peak = 0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            await Task.Delay(5);
        }

        return (process.ExitCode, await output, await error, peak);
    }

    private static long PeakOf(int process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(6, line.Length - 9)) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    public static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = StartInfo(arguments);
        start.Environment["FULCRUM_DATA"] = TestData.Folder;
        return Process.Start(start)!;
    }

    public static ProcessStartInfo StartInfo(params string[] arguments) => new(Command.FileName, Command.Prefix.Concat(arguments)) { RedirectStandardOutput = true, RedirectStandardError = true };
}
