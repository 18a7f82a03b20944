using System.Diagnostics;

namespace Fulcrum.Cli.Tests;

/// <summary>ONNX Runtime's own telemetry: a run leaves none of its files. (With ORT_DISABLE_TELEMETRY=0 it does; no test does that to whoever runs it.)</summary>
public sealed class TelemetryTests(TestData data) : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("fulcrum-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Eval_AModel_LeavesNoTelemetry()
    {
        ProcessStartInfo start = FulcrumProcess.StartInfo("eval", data.Model, "--data", "digits", "--progress", "none");
        foreach (string name in new[] { "HOME", "TMPDIR", "XDG_CACHE_HOME" })
            start.Environment[name] = _home;
        start.Environment["FULCRUM_DATA"] = TestData.Folder;
        start.Environment.Remove("ORT_DISABLE_TELEMETRY");
        using Process process = Process.Start(start)!;
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, error);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_home, "*", SearchOption.AllDirectories), f => f.Contains("onnxruntime", StringComparison.OrdinalIgnoreCase) || f.Contains("mat-debug", StringComparison.Ordinal));
    }
}
