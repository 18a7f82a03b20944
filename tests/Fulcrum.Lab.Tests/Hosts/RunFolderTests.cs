using System.Diagnostics;
using Fulcrum.Lab.Hosts;
using Fulcrum.Lab.Processes;

namespace Fulcrum.Lab.Tests.Hosts;

/// <summary>Folders that live as long as one process.</summary>
public sealed class RunFolderTests
{
    [Fact]
    public async Task Around_FilesGivenAndMade_AreThereWhileItRuns()
    {
        // $1: --secret, $2: its file, $3: --raw, $4: its file.
        FulcrumCommand inner = new("sh", ["-c", "printf '%s' \"$2\"; cat \"$2\" > \"$4\"; exit 3", "inner"]);
        FulcrumCommand command = RunFolder.Around(inner, [("secret", "it's $HOME")], ["raw"]);
        using Process process = command.Start();
        (string path, IReadOnlyList<string> made) = RunFolder.Split(await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((3, "it's $HOME\n"), (process.ExitCode, Assert.Single(made)));
        Assert.EndsWith("/secret", path);
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public async Task End_ProcessThatWatchesItsPipe_TakesItsFolderAway()
    {
        FulcrumCommand command = RunFolder.Around(new FulcrumCommand("sh", ["-c", "echo \"$2\"; cat", "inner"]), [("secret", "x")], []);
        using Process process = command.Start();
        string path = (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
        Assert.True(File.Exists(path));
        await command.EndAsync(process);
        Assert.True(process.HasExited && !Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public void Around_Nothing_LeavesTheCommandAsItIs()
    {
        var command = new FulcrumCommand("x", []);
        Assert.Same(command, RunFolder.Around(command, [], []));
        Assert.Equal(("{}", 0), (RunFolder.Split("{}").Output, RunFolder.Split("{}").Made.Count));
    }
}
