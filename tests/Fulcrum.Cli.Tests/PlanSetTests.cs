using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Fulcrum.Lab.Deployments;
using Fulcrum.Protocol.Sets;

namespace Fulcrum.Cli.Tests;

/// <summary>A set of plans from the command line, followed by a real device before a real server, over a way that changes.</summary>
public sealed class PlanSetTests(TestData data) : IDisposable
{
    private const string Tiers = """
        { "tiers": [ { "name": "device", "slowdown": 200 }, { "name": "server" } ], "links": [ { "from": "device", "to": "server", "up": "RATE" } ] }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-plan-set-").FullName;
    private readonly List<Process> _processes = [];

    public void Dispose()
    {
        foreach (Process process in _processes.Where(p => !p.HasExited))
            process.Kill();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Device_LinkSlowThenServerGoneThenBack_SwitchesFallsBackAndReturns()
    {
        string folder = await PlanAsync();
        PlanSet set = PlanSet.Read(folder);
        Assert.Contains(set.Table.Rows, r => r.Links == 0);
        Assert.Contains(set.Table.Rows, r => r.Links == 1);
        (Process server, int port) = await ServeAsync(folder, 0);
        using var proxy = new RateProxy(port);
        string raw = Path.Combine(_folder, "raw.csv");
        Process device = Start("device", "--plan", folder, "--next", $"http://127.0.0.1:{proxy.Port}", "--data", "digits", "--slowdown", "200", "--threads", "1", "--requests", "2000", "--every", "8ms",
            "--deadline", "300ms", "--raw", raw, "--progress", "none", "--output", "json");
        var notes = new ConcurrentQueue<string>();
        Task told = Task.Run(async () =>
        {
            while (await device.StandardError.ReadLineAsync() is string line)
                notes.Enqueue(line);
        });
        Task<string> output = device.StandardOutput.ReadToEndAsync();

        await Until(() => proxy.Passed > 100_000, "requests are sent");
        proxy.BitsPerSecond = 20e3;
        await Until(() => notes.Any(n => n.Contains("to 'identity: device'")), "the plan changes to the device alone");
        proxy.BitsPerSecond = 1e9;
        await Until(() => notes.Any(n => n.Contains("from 'identity: device'")), "the plan changes back");
        server.Kill();
        await Until(() => IsGivenUp(notes), "the server is given up");
        await Task.Delay(400);
        await ServeAsync(folder, port);
        var back = Stopwatch.StartNew();
        await Until(() => !IsGivenUp(notes), "the server is seen");
        Assert.True(back.Elapsed < TimeSpan.FromSeconds(5), $"{back.Elapsed}");

        await device.WaitForExitAsync();
        await told;
        Assert.True(device.ExitCode == 0, string.Join('\n', notes));
        PlanReport report = JsonSerializer.Deserialize(await output, PlanReportJson.Default.PlanReport)!;
        Assert.Equal((2000, set.Sha256), (report.Requests, report.PlanSha256));
        Assert.True(report.Following is { Switches: >= 2, Fallbacks: >= 1 }, $"{report.Following}");
        Assert.InRange(report.Top1!.Value, 0.8, 1);
        Assert.Equal(1, report.Following!.Plans.Sum(p => p.Share), 9);
        IReadOnlyList<RequestRow> rows = RequestRow.Read(raw);
        Assert.Equal(report.Following.Fallbacks, rows.Count(r => r is { IsTimed: true, Plan.IsFallback: true }));
        Assert.True(rows[^1].Plan is { IsFallback: false } last && set.Table.Rows[last.Number].Links == 1, $"{rows[^1]}");
    }

    [Theory]
    [InlineData("100Mbps", 60)]
    [InlineData("20kbps", 0)]
    public async Task Device_NoServerAtAll_AnswersAlone(string rate, int fallbacks)
    {
        string folder = await PlanAsync(rate);
        (int code, string output, string error) = await FulcrumProcess.RunAsync(
            "device", "--plan", folder, "--next", "http://127.0.0.1:9", "--data", "digits", "--slowdown", "200", "--threads", "1", "--requests", "60", "--every", "40ms", "--deadline", "300ms", "--progress", "none", "--output", "json");
        Assert.True(code == 0, error);
        PlanReport report = JsonSerializer.Deserialize(output, PlanReportJson.Default.PlanReport)!;
        Assert.Equal((60, fallbacks), (report.Requests, report.Following!.Fallbacks));
        Assert.Contains("is given up", error);
    }

    [Theory]
    [InlineData("--rates", "device-cloud=1Mbps..2Mbps:3")]
    [InlineData("--rates", "device-server=1Mbps..2Mbps")]
    [InlineData("--rates", "device-server=2Mbps..1Mbps:3")]
    [InlineData("--rates", "device-server=1..2:3")]
    [InlineData("--slowdowns", "server=1..8:1")]
    [InlineData("--slowdowns", "nobody=1..8:4")]
    public async Task Plan_GridThatIsNone_IsRefused(string option, string text)
    {
        (int code, string output, _) = await FulcrumProcess.RunAsync("plan", data.Model, "--tiers", TiersFile(), "--data", "digits", option, text, "--output", "json");
        Assert.Equal(2, code);
        Assert.Equal(option, JsonDocument.Parse(output).RootElement.GetProperty("problems")[0].GetProperty("place").GetString());
    }

    private static bool IsGivenUp(IEnumerable<string> notes) => notes.LastOrDefault(n => n.Contains("is given up") || n.Contains("answers again"))?.Contains("is given up") == true;

    private async Task<string> PlanAsync(string rate = "100Mbps")
    {
        string folder = Path.Combine(_folder, "set");
        (int code, _, string error) = await FulcrumProcess.RunAsync(
            "plan", data.Model, "--tiers", TiersFile(rate), "--data", "digits", "--samples", "64", "--weights", "latency=1", "--rates", "device-server=20kbps..200Mbps:5", "--slowdowns", "server=1..200:3", "-o", folder, "--progress", "none");
        Assert.True(code == 0, error);
        return folder;
    }

    private string TiersFile(string rate = "100Mbps")
    {
        string file = Path.Combine(_folder, "tiers.json");
        File.WriteAllText(file, Tiers.Replace("RATE", rate));
        return file;
    }

    private async Task<(Process, int)> ServeAsync(string folder, int port)
    {
        Process server = Start("serve", "--plan", folder, "--tier", "server", "--threads", "1", "--urls", $"http://127.0.0.1:{port}", "--output", "json");
        string line = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await server.StandardError.ReadToEndAsync());
        return (server, new Uri(JsonDocument.Parse(line).RootElement.GetProperty("url").GetString()!).Port);
    }

    private Process Start(params string[] arguments)
    {
        Process process = FulcrumProcess.Start(arguments);
        _processes.Add(process);
        return process;
    }

    private static async Task Until(Func<bool> holds, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20), $"Waited for nothing: {what}.");
            await Task.Delay(10);
        }
    }
}
