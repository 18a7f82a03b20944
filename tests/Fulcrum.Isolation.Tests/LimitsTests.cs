using System.Diagnostics;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Server.Tests.V2;

namespace Fulcrum.Isolation.Tests;

/// <summary>What a worker may and has, as the kernel says it.</summary>
public sealed class LimitsTests
{
    [Fact]
    public void Worker_Always_IsLimitedFromItsFirstThreadOn()
    {
        using ILoadedModel model = new IsolatedRunner("m", Work.Quick with { MemoryBytes = 600 << 20 }).Load(V2Models.Scale(2));
        string proc = $"/proc/{model.Pid()}", limits = File.ReadAllText($"{proc}/limits");
        Assert.Matches(@"Max data size +629145600 +629145600 ", limits);
        Assert.Matches(@"Max core file size +0 +0 ", limits);
        Assert.Matches(@"Max open files +256 +256 ", limits);
        Assert.DoesNotMatch(@"Max processes +unlimited", limits);
        string[] threads = Directory.GetDirectories($"{proc}/task");
        Assert.True(threads.Length > 1);
        Assert.All(threads, t => Assert.Contains("NoNewPrivs:\t1", File.ReadAllText($"{t}/status")));
        Assert.Equal("1000", File.ReadAllText($"{proc}/oom_score_adj").Trim());
        if (Environment.IsPrivilegedProcess)
            Assert.All(threads, t => Assert.NotEqual(new FileInfo("/proc/self/ns/net").LinkTarget, new FileInfo($"{t}/ns/net").LinkTarget));
    }

    [Fact]
    public void Worker_Always_HasNothingOfThisProcess()
    {
        Environment.SetEnvironmentVariable("FULCRUM_SECRET_OF_THE_TEST", "1");
        using FileStream inheritable = File.Open(Path.GetTempFileName(), new FileStreamOptions { Mode = FileMode.Open, Options = FileOptions.DeleteOnClose });
        MakeInheritable((int)inheritable.SafeFileHandle.DangerousGetHandle());
        using ILoadedModel model = new IsolatedRunner("m", Work.Quick).Load(V2Models.Scale(2));
        string proc = $"/proc/{model.Pid()}";
        string[] names = [.. File.ReadAllText($"{proc}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=')[0]).Order(StringComparer.Ordinal)];
        Assert.Equal(["DOTNET_EnableDiagnostics", "DOTNET_ROOT", "FULCRUM_WORKER_LIMITS", "HOME", "TMPDIR"], names);
        Assert.DoesNotContain(Directory.GetFileSystemEntries($"{proc}/fd"), f => new FileInfo(f).LinkTarget == inheritable.Name);
        Assert.Single(Directory.GetFileSystemEntries($"{proc}/fd"), f => new FileInfo(f).LinkTarget?.StartsWith("socket:") == true);
        Assert.StartsWith(Path.Combine(Path.GetTempPath(), $"fulcrum-worker-{Environment.ProcessId}-"), new FileInfo($"{proc}/cwd").LinkTarget);
    }

    [Fact]
    public void Load_FiftyTimes_LeavesNothing()
    {
        var runner = new IsolatedRunner("m", Work.Quick);
        Once(runner);
        (int handles, int folders) = Held();
        for (int i = 0; i < 50; i++)
            Once(runner);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        (int handlesAfter, int foldersAfter) = Held();
        Assert.InRange(handlesAfter - handles, int.MinValue, 5);
        Assert.Equal(folders, foldersAfter);
    }

    private static void Once(IsolatedRunner runner)
    {
        using ILoadedModel model = runner.Load(V2Models.Scale(2));
        using ITensorBuffer x = runner.Allocate(ElementType.Float, 1, 4), y = runner.Allocate(ElementType.Float, 1, 4), z = runner.Allocate(ElementType.Float, 1, 4);
        using IBoundRun run = model.Bind(new Dictionary<string, ITensorBuffer> { ["x"] = x }, new Dictionary<string, ITensorBuffer> { ["y"] = y, ["z"] = z });
        run.Run();
        model.Run([Tensor.From<float>("x", [1, 4], [1, 2, 3, 4f])]);
    }

    private static (int Handles, int Folders) Held() =>
        (Directory.GetFileSystemEntries("/proc/self/fd").Length, Directory.GetDirectories(Path.GetTempPath(), $"fulcrum-worker-{Environment.ProcessId}-*").Length);

    private static void MakeInheritable(int descriptor) => Assert.Equal(0, Native.MemoryCalls.Control(descriptor, Native.MemoryCalls.SetFlags, 0));
}
