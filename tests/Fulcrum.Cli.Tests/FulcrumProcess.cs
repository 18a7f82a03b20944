using System.Diagnostics;

namespace Fulcrum.Cli.Tests;

/// <summary>The built program as a real process.</summary>
internal static class FulcrumProcess
{
    // bin/CONFIGURATION/net10.0 of the program itself, where the build has put the datasets.
    public static readonly string Program = Path.Combine(
        TestData.Root, "src", "Fulcrum.Cli", "bin", Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!, "net10.0", "fulcrum.dll");

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
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Program);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["FULCRUM_DATA"] = TestData.Folder;
        return Process.Start(start)!;
    }
}
