using System.Diagnostics;
using System.Runtime.InteropServices;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Graphs.Text;
using Fulcrum.Isolation.Processes;
using Fulcrum.Problems;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Fulcrum.Isolation.Tests;

/// <summary>Runners for tests, models that misbehave, and what becomes of processes.</summary>
internal static partial class Work
{
    public const int Kill = 9;
    private const int Stop = 19;
    private static readonly string Models = Environment.GetEnvironmentVariable("FULCRUM_MODELS") ?? Beside();

    /// <summary>Short times, so that tests do not wait.</summary>
    public static WorkerOptions Quick => new() { Threads = 1, Grace = TimeSpan.FromSeconds(0.3), FirstPause = TimeSpan.FromSeconds(0.05) };

    /// <summary>One, after as many rounds as it is told.</summary>
    public static Model Loop() => GraphText.Parse("""
        <ir_version: 8, opset_import: ["" : 17]>
        g (int64[1] trips) => (float[1] y)
        <float[1] one = {1.0}, int64[0] scalar = {}>
        {
            n = Reshape(trips, scalar)
            y = Loop <body = b (int64 i, bool go, float[1] a) => (bool more, float[1] c) { more = Identity(go)  c = Identity(a) }> (n, , one)
        }
        """);

    /// <summary>The sum of as many ones as it is told, all in memory at once.</summary>
    public static Model Bomb() => GraphText.Parse("""
        <ir_version: 8, opset_import: ["" : 17]>
        g (int64[1] size) => (float y)
        {
            zeros = ConstantOfShape(size)
            more = Exp(zeros)
            y = ReduceSum <keepdims = 0> (more)
        }
        """);

    /// <summary>A model file of the shared folder; the test is skipped without it.</summary>
    public static string Shared(string file)
    {
        string path = Path.Combine(Models, file);
        if (!File.Exists(path))
            Assert.Skip($"Neither FULCRUM_MODELS nor ../shared/data/models has {file}.");
        return path;
    }

    /// <summary>Where the shared models lie beside the checkout; they need not.</summary>
    private static string Beside()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Fulcrum.slnx")))
            root = Path.GetDirectoryName(root);
        return Path.Combine(root ?? "", "..", "shared", "data", "models");
    }

    public static (IBoundRun Run, ITensorBuffer Input, ITensorBuffer Output) Bound<T>(IModelRunner runner, ILoadedModel model, T value, params long[] outputShape) where T : unmanaged
    {
        TensorType type = model.Inputs[0].Tensor!;
        ITensorBuffer input = runner.Allocate(type.Element, [.. type.Shape!.Select(d => d.Size ?? 1)]), output = runner.Allocate(ElementType.Float, outputShape);
        input.Span<T>().Fill(value);
        return (model.Bind(new Dictionary<string, ITensorBuffer> { [model.Inputs[0].Name] = input }, new Dictionary<string, ITensorBuffer> { [model.Outputs[0].Name] = output }), input, output);
    }

    public static int Pid(this ILoadedModel model) => ((IsolatedModel)model).ProcessId;

    public static void Signal(int process, int signal) => Assert.Equal(0, Send(process, signal));

    /// <summary>Stops a process and waits until all of its threads stand still.</summary>
    public static void Halt(int process)
    {
        Signal(process, Stop);
        SpinWait.SpinUntil(() => Directory.GetDirectories($"/proc/{process}/task").All(t => File.ReadAllText($"{t}/stat") is var text && text[text.LastIndexOf(')') + 2] == 'T'), TimeSpan.FromSeconds(10));
    }

    public static string CodeOf(Action act) => Assert.Throws<InputException>(act).Problems[0].Code;

    /// <summary>Waits until something is so; fails after ten seconds.</summary>
    public static async Task Until(Func<bool> isSo)
    {
        for (var clock = Stopwatch.StartNew(); !isSo();)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), "it never was so");
            await Task.Delay(10);
        }
    }

    /// <summary>Whether a process runs: not gone, and no zombie.</summary>
    public static bool Lives(int process)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
