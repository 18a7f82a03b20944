using System.Diagnostics;

namespace Fulcrum.Cli.Tests;

/// <summary>The built program as a real process.</summary>
internal static class FulcrumProcess
{
    // bin/CONFIGURATION/net10.0 of the program itself, where the build has put the datasets.
    private static readonly string Program = Path.Combine(
        TestData.Root, "src", "Fulcrum.Cli", "bin", Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!, "net10.0", "fulcrum.dll");

    public static async Task<(int Code, string Out, string Error)> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
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
