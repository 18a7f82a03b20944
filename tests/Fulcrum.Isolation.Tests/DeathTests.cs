using System.Diagnostics;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Isolation.Processes;
using Fulcrum.Problems;
using Fulcrum.Server.Tests.V2;

namespace Fulcrum.Isolation.Tests;

/// <summary>Workers that die, hang, or take too much.</summary>
public sealed class DeathTests
{
    private const long Endless = long.MaxValue;

    [Fact]
    public async Task Run_KilledWhileItRuns_IsOneProblemAndTheNextIsRight()
    {
        List<string> log = [];
        var runner = new IsolatedRunner("m", Work.Quick with { Log = (line, _) => Add(log, line) });
        using ILoadedModel model = runner.Load(Work.Loop());
        (IBoundRun run, ITensorBuffer input, ITensorBuffer output) = Work.Bound(runner, model, Endless, 1);
        using (run)
        {
            Task<InputException> running = Task.Run(() => Assert.Throws<InputException>(run.Run), TestContext.Current.CancellationToken);
            await Task.Delay(200, TestContext.Current.CancellationToken);
            Assert.False(running.IsCompleted);
            Work.Signal(model.Pid(), Work.Kill);
            InputException failed = await running;
            Assert.Equal("worker-failed", failed.Problems.Single().Code);
            Assert.IsType<ModelAwayException>(failed.InnerException);
            input.Span<long>()[0] = 5;
            run.Run();
            Assert.Equal(1f, output.Span<float>()[0]);
        }

        Assert.Equal(1, runner.Restarts);
        Assert.Contains(log, l => l.Contains("signal 9"));
    }

    [Fact]
    public async Task Run_KilledBetweenRuns_IsBackByItself()
    {
        var runner = new IsolatedRunner("m", Work.Quick);
        using ILoadedModel model = runner.Load(V2Models.Scale(2));
        Work.Signal(model.Pid(), Work.Kill);
        await Work.Until(() => !model.IsAvailable);
        await Work.Until(() => model.IsAvailable);
        Assert.Equal([2f, 4, 6, 8], model.Run([Tensor.From<float>("x", [1, 4], [1, 2, 3, 4f])])[0].Values<float>().ToArray());
    }

    [Fact]
    public async Task Run_WorkersThatDieInARow_AreRefusedAtOnceUntilThePauseIsOver()
    {
        var runner = new IsolatedRunner("m", Work.Quick with { Deaths = 2, FirstPause = TimeSpan.FromSeconds(1.5) });
        using ILoadedModel model = runner.Load(V2Models.Scale(2));
        Tensor[] input = [Tensor.From<float>("x", [1, 4], [1, 2, 3, 4f])];
        for (int death = 0; death < 2; death++)
        {
            await Work.Until(() => model.IsAvailable);
            Work.Signal(model.Pid(), Work.Kill);
            await Work.Until(() => !model.IsAvailable);
        }

        var clock = Stopwatch.StartNew();
        InputException away = Assert.Throws<InputException>(() => model.Run(input));
        Assert.Equal("worker-unavailable", away.Problems[0].Code);
        Assert.InRange(Assert.IsType<ModelAwayException>(away.InnerException).RetryAfter.TotalSeconds, 0.5, 1.5);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1));
        await Work.Until(() => model.IsAvailable);
        Assert.Equal([2f, 4, 6, 8], model.Run(input)[0].Values<float>().ToArray());
    }

    [Fact]
    public void Pause_OfDeathsInARow_GrowsUpToAMinute()
    {
        var options = new WorkerOptions();
        Assert.Equal([0, 0, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(0, 12).Select(n => options.Pause(n).TotalSeconds));
        Assert.Equal(60, options.Pause(int.MaxValue).TotalSeconds);
    }

    [Fact]
    public void Run_Cancelled_EndsBetweenTwoNodesInTheSameWorker()
    {
        var runner = new IsolatedRunner("m", Work.Quick with { Grace = TimeSpan.FromMinutes(1) });
        using ILoadedModel model = runner.Load(Work.Loop());
        int process = model.Pid();
        (IBoundRun run, ITensorBuffer input, ITensorBuffer output) = Work.Bound(runner, model, Endless, 1);
        using (run)
        {
            using var soon = new CancellationTokenSource(200);
            Assert.Throws<OperationCanceledException>(() => run.Run(soon.Token));
            input.Span<long>()[0] = 3;
            run.Run();
            Assert.Equal((process, 1f), (model.Pid(), output.Span<float>()[0]));
        }
    }

    [Fact]
    public void Run_CancelledInAWorkerThatHangs_KillsIt()
    {
        var runner = new IsolatedRunner("m", Work.Quick);
        using ILoadedModel model = runner.Load(Work.Loop());
        (IBoundRun run, ITensorBuffer input, ITensorBuffer output) = Work.Bound(runner, model, 3L, 1);
        using (run)
        {
            run.Run();
            int process = model.Pid();
            Work.Halt(process);
            using var soon = new CancellationTokenSource(100);
            Assert.Throws<OperationCanceledException>(() => run.Run(soon.Token));
            Assert.False(Work.Lives(process));
            run.Run();
            Assert.NotEqual(process, model.Pid());
        }
    }

    [Fact]
    public void Run_LongerThanAnyMayTake_IsEnded()
    {
        var runner = new IsolatedRunner("m", Work.Quick with { RunTimeout = TimeSpan.FromSeconds(0.5) });
        using ILoadedModel model = runner.Load(Work.Loop());
        Assert.Equal("worker-failed", Work.CodeOf(() => model.Run([Tensor.From<long>("trips", [1], [Endless])])));
        Assert.Equal(1f, model.Run([Tensor.From<long>("trips", [1], [4L])])[0].Values<float>()[0]);
    }

    [Fact]
    public void Run_MoreMemoryThanItMayHave_IsRefusedAndThisProcessTakesNone()
    {
        var runner = new IsolatedRunner("m", Work.Quick with { MemoryBytes = 512 << 20 });
        using ILoadedModel model = runner.Load(Work.Bomb());
        Tensor Size(long elements) => Tensor.From<long>("size", [1], [elements]);
        Assert.Equal(1000f, model.Run([Size(1000)])[0].Values<float>()[0]);
        long before = Process.GetCurrentProcess().WorkingSet64;
        Assert.Contains(Work.CodeOf(() => model.Run([Size(400_000_000)])), (string[])["run-failed", "worker-failed"]);
        Assert.InRange(Process.GetCurrentProcess().WorkingSet64 - before, long.MinValue, 256 << 20);
        Assert.Equal(1000f, model.Run([Size(1000)])[0].Values<float>()[0]);
    }

    [Fact]
    public void Run_OutputsOverTheLimit_AreRefusedAndTheWorkerGoesOn()
    {
        var runner = new IsolatedRunner("m", Work.Quick with { MaxOutputBytes = 1 << 20 });
        using ILoadedModel model = runner.Load(V2Models.Positions());
        int process = model.Pid();
        Assert.Equal("run-failed", Work.CodeOf(() => model.Run([Tensor.From<float>("x", [1 << 20], [.. Enumerable.Repeat(1f, 1 << 20)])])));
        Assert.Equal([0L], model.Run([Tensor.From<float>("x", [1], [1f])])[0].Values<long>().ToArray());
        Assert.Equal(process, model.Pid());
    }

    [Fact]
    public void Load_UnderTooLittleMemory_IsRefused() =>
        Assert.Equal("model-not-runnable", Work.CodeOf(() => new IsolatedRunner("m", Work.Quick with { MemoryBytes = 16 << 20 }).Load(V2Models.Scale(2))));

    [Fact]
    public void Load_WithWhatWorkersCannot_IsRefused() =>
        Assert.Equal("option-unsupported", Work.CodeOf(() => new IsolatedRunner("m", Work.Quick).Load(V2Models.Scale(2), new LoadOptions { Profile = true })));

    private static void Add(List<string> log, string line)
    {
        lock (log)
            log.Add(line);
    }
}
