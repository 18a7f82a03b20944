using Fulcrum.Lab.Processes;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Tests.Processes;

public sealed class ChildProcessTests
{
    [Fact]
    public async Task RunAsync_ChildThatTalksAndEnds_ReturnsWhatItPrinted()
    {
        var told = new List<WorkProgress>();
        string printed = await RunAsync("""echo '{"stage":"working","done":1,"total":2}' >&2; echo answer""", told);
        Assert.Equal("answer\n", printed);
        Assert.Equal([new WorkProgress("working", 1, 2)], told);
    }

    [Fact]
    public async Task RunAsync_ChildThatFails_SaysWhatItSaid()
    {
        ChildProcessException failure = await Assert.ThrowsAsync<ChildProcessException>(() => RunAsync("echo wrong >&2; exit 2", []));
        Assert.Equal(("verb", "fulcrum verb failed: wrong"), (failure.Verb, failure.Message));
    }

    [Fact]
    public async Task RunAsync_ChildThatHangs_IsEndedAndNamed()
    {
        ChildProcessException failure = await Assert.ThrowsAsync<ChildProcessException>(() => RunAsync("echo begun >&2; sleep 600", [], TimeSpan.FromSeconds(0.6)));
        Assert.Contains("said nothing for 0.01 minutes", failure.Message, StringComparison.Ordinal);
        Assert.Contains("begun", failure.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ChildThatTalksForLonger_IsLeftAlone() =>
        Assert.Equal("done\n", await RunAsync("for i in 1 2 3 4 5 6 7 8; do echo still here >&2; sleep 0.2; done; echo done", [], TimeSpan.FromSeconds(1.2)));

    [Fact]
    public async Task RunAsync_Cancelled_EndsTheChild()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(0.3));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ChildProcess.RunAsync(Shell("sleep 600"), "verb", [], null, cancellation.Token));
    }

    private static Task<string> RunAsync(string script, List<WorkProgress> told, TimeSpan? silence = null) =>
        ChildProcess.RunAsync(Shell(script), "verb", [], new Listener(told), TestContext.Current.CancellationToken, silence);

    private static FulcrumCommand Shell(string script) => new("/bin/sh", ["-c", script]);

    private sealed class Listener(List<WorkProgress> told) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => told.Add(value);
    }
}
