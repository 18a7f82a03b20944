using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Fulcrum.Faults.Tests;

/// <summary>A folder with a set, data and what is started on them; real processes, killed with it.</summary>
internal sealed class FaultSite : IDisposable
{
    public const int Samples = 40;

    private readonly List<Process> _processes = [];

    public FaultSite(int seed)
    {
        Random = new Random(seed);
        Plan = Path.Combine(Folder, "plan");
        FaultNet.Write(Plan, 0);
        string data = Directory.CreateDirectory(Path.Combine(Folder, "noise")).FullName;
        byte[] pixels = new byte[Samples * FaultNet.Width];
        new Random(1).NextBytes(pixels);
        foreach (string split in new[] { "train", "t10k" })
        {
            File.WriteAllBytes(Path.Combine(data, $"{split}-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, Samples, 0, 0, 0, 28, 0, 0, 0, 28, .. pixels]);
            File.WriteAllBytes(Path.Combine(data, $"{split}-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, Samples, .. Enumerable.Range(0, Samples).Select(i => (byte)(i % 10))]);
        }

        Inputs = [.. Enumerable.Range(0, Samples).Select(_ => new float[FaultNet.Width])];
        Data.DatasetSplit test = Fulcrum.Data.DatasetStore.Open(data).Test;
        for (int s = 0; s < Samples; s++)
            test.CopySamples(s, Inputs[s]);
        DataFolder = data;
    }

    /// <summary>How long recovery may take: 5 s in the whole programme, which has the machine to itself; otherwise what shows that it comes at all.</summary>
    public static TimeSpan Healing => TimeSpan.FromSeconds(IsFull ? 5 : 60);

    /// <summary>Whether the whole programme is wanted: FULCRUM_FULL=1.</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable("FULCRUM_FULL") == "1";

    /// <summary>What decides everything: FULCRUM_SEED.</summary>
    public static int Seed => int.TryParse(Environment.GetEnvironmentVariable("FULCRUM_SEED"), out int seed) ? seed : 2026;

    public Random Random { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("fulcrum-faults-").FullName;

    public string Plan { get; }

    public string DataFolder { get; }

    /// <summary>The samples as the model takes them.</summary>
    public float[][] Inputs { get; }

    public void Dispose()
    {
        foreach (Process process in _processes)
        {
            if (!process.HasExited)
                process.Kill();
            process.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Serves the set's second tier; ends when it listens.</summary>
    public async Task<(Process Server, int Port)> ServeAsync(int port = 0)
    {
        Process server = Start("serve", "--plan", Plan, "--tier", "server", "--threads", "1", "--urls", $"http://127.0.0.1:{port}", "--output", "json");
        string line = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await server.StandardError.ReadToEndAsync());
        _ = server.StandardError.ReadToEndAsync();
        return (server, new Uri(JsonDocument.Parse(line).RootElement.GetProperty("url").GetString()!).Port);
    }

    /// <summary>Starts the program.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Program);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        _processes.Add(process);
        return process;
    }

    /// <summary>Stops a process where it stands, or lets it go on.</summary>
    public static void Halt(Process process, bool halted) => Assert.Equal(0, Kill(process.Id, halted ? 19 : 18));

    private static string Program
    {
        get
        {
            string root = AppContext.BaseDirectory, configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(root)))!;
            while (!File.Exists(Path.Combine(root, "Fulcrum.slnx")))
                root = Path.GetDirectoryName(root)!;
            return Path.Combine(root, "src", "Fulcrum.Cli", "bin", configuration, "net10.0", "fulcrum.dll");
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
