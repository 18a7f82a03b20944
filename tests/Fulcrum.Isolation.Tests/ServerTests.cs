using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Fulcrum.Graphs;
using Fulcrum.Problems;
using Fulcrum.Server;
using Fulcrum.Server.Tests.V2;

namespace Fulcrum.Isolation.Tests;

/// <summary>Servers with models in processes of their own, over the Open Inference Protocol.</summary>
public sealed class ServerTests
{
    private const string Ask = """{"inputs":[{"name":"x","shape":[2,4],"datatype":"FP32","data":[1,2,3,4,5,6,7,8]}]}""";

    private static Task<V2Site> Start(Action<string> fill, params string[] isolate) => V2Site.Start(fill, o => o with { Isolate = isolate, Worker = Work.Quick });

    [Fact]
    public async Task Infer_InEveryForm_EqualsTheModelInThisProcess()
    {
        await using V2Site site = await Start(f =>
        {
            foreach (string kind in (string[])["own", "plain"])
            {
                V2Models.Write(f, $"{kind}-scale", V2Models.Scale(2), config: "max_batch_size: 8 dynamic_batching { max_queue_delay_microseconds: 2000 }");
                V2Models.Write(f, $"{kind}-text", V2Models.Same(ElementType.String));
                V2Models.Write(f, $"{kind}-positions", V2Models.Positions());
                V2Models.Write(f, $"{kind}-liar", V2Models.Liar());
                V2Models.Write(f, $"{kind}-lookup", V2Models.Lookup());
            }
        }, "own-scale", "own-text", "own-positions", "own-liar", "own-lookup");
        (string Model, string Json)[] requests =
        [
            ("scale", Ask),
            ("text", """{"inputs":[{"name":"x","shape":[1,2],"datatype":"BYTES","data":["a\u00fcb",""]}]}"""),
            ("positions", """{"inputs":[{"name":"x","shape":[5],"datatype":"FP32","data":[0,1,0,2,3]}]}"""),
            ("positions", """{"inputs":[{"name":"x","shape":[5],"datatype":"FP32","data":[0,1,0,0,0]}]}"""),
            ("liar", """{"inputs":[{"name":"x","shape":[4],"datatype":"FP32","data":[9,8,7,6]}]}"""),
            ("lookup", """{"inputs":[{"name":"x","shape":[1,1],"datatype":"INT64","data":[7]}]}"""),
            ("lookup", """{"inputs":[{"name":"x","shape":[1,1],"datatype":"INT64","data":[77]}]}"""),
        ];
        foreach ((string model, string json) in requests.Concat(requests))
        {
            V2Answer own = await site.Infer($"own-{model}", json), plain = await site.Infer($"plain-{model}", json);
            Assert.Equal((plain.Status, plain.Text.Replace("plain-", "own-")), (own.Status, own.Text));
        }

        byte[] values = MemoryMarshal.AsBytes<float>([1.5f, -2, 3, 1e30f]).ToArray();
        const string Binary = """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":16}}],"parameters":{"binary_data_output":true}}""";
        V2Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => site.Infer(i % 2 == 0 ? "own-scale" : "plain-scale", Binary, values)));
        Assert.All(answers, a => Assert.Equal((200, answers[1].Binary.Length), (a.Status, a.Binary.Length)));
        Assert.All(answers, a => Assert.Equal(answers[1].Binary, a.Binary));
    }

    [Fact]
    public async Task Infer_WorkersKilledUnderLoad_TheirModelIsRightOrAwayAndTheOtherNeverFails()
    {
        (Model own, string mark) = Workers.Marked(V2Models.Scale(2));
        await using V2Site site = await Start(f =>
        {
            V2Models.Write(f, "own", own);
            V2Models.Write(f, "plain", V2Models.Scale(3));
        }, "own");
        using var end = new CancellationTokenSource();
        async Task<List<V2Answer>> Load(string model)
        {
            List<V2Answer> answers = [];
            while (!end.IsCancellationRequested)
            {
                answers.Add(await site.Infer(model, Ask));
                await Task.Delay(2, CancellationToken.None);
            }

            return answers;
        }

        Task<List<V2Answer>>[] asking = [Task.Run(() => Load("own")), Task.Run(() => Load("own")), Task.Run(() => Load("plain"))];
        for (int kill = 0; kill < 4; kill++)
        {
            await Task.Delay(300, TestContext.Current.CancellationToken);
            await Work.Until(() => Workers.Of(mark) != 0);
            Work.Signal(Workers.Of(mark), Work.Kill);
        }

        // That it is ready may be said until somebody finds the last one dead.
        V2Answer last = await site.Infer("own", Ask);
        for (int wait = 0; wait < 400 && last.Status != 200; wait++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            last = await site.Infer("own", Ask);
        }

        Assert.Equal((200, "[2,4,6,8,10,12,14,16]"), (last.Status, last.Data()));
        Assert.Equal(200, (await site.Get("v2/models/own/ready")).Status);
        await end.CancelAsync();
        List<V2Answer>[] answers = await Task.WhenAll(asking);
        Assert.All(answers[2], a => Assert.Equal((200, "[3,6,9,12,15,18,21,24]"), (a.Status, a.Data())));
        foreach (V2Answer answer in answers[0].Concat(answers[1]))
        {
            Assert.Contains(answer.Status, (int[])[200, 503]);
            if (answer.Status == 200)
                Assert.Equal("[2,4,6,8,10,12,14,16]", answer.Data());
            else
                Assert.InRange(answer.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        }

        Assert.Contains(answers[0].Concat(answers[1]), a => a.Status == 503);
        string metrics = await site.Http.GetStringAsync("metrics", TestContext.Current.CancellationToken);
        Assert.Matches("fulcrum_worker_restarts_total\\{model=\"own\"\\} [4-9]", metrics);
    }

    [Fact]
    public async Task Ready_WhileTheWorkerIsAway_IsFalseForItsModelOnly()
    {
        (Model own, string mark) = Workers.Marked(V2Models.Scale(2));
        await using V2Site site = await V2Site.Start(f =>
        {
            V2Models.Write(f, "own", own, config: """parameters { key: "isolate" value { string_value: "true" } } parameters { key: "isolate_memory_mib" value { string_value: "700" } }""");
            V2Models.Write(f, "plain", V2Models.Scale(3));
        }, o => o with { Worker = Work.Quick with { Deaths = 1, FirstPause = TimeSpan.FromSeconds(1) } });
        Assert.Contains(site.Server.Notes, n => n.StartsWith("own: runs in process ") && n.Contains("at most 700 MiB of memory"));
        for (int kill = 0; kill < 2; kill++)
        {
            await Work.Until(() => Workers.Of(mark) != 0 && site.Get("v2/models/own/ready").Result.Status == 200);
            Work.Signal(Workers.Of(mark), Work.Kill);
            await Work.Until(() => site.Get("v2/models/own/ready").Result.Status == 503);
        }

        Assert.Equal(503, (await site.Infer("own", Ask)).Status);
        Assert.Equal((200, 200), ((await site.Get("v2/models/plain/ready")).Status, (await site.Get("v2/health/ready")).Status));
        Assert.Equal("[3,6,9,12,15,18,21,24]", (await site.Infer("plain", Ask)).Data());
    }

    [Fact]
    public async Task Start_IsolatingAModelThatIsNotThere_IsRefused()
    {
        InputException refused = await Assert.ThrowsAsync<InputException>(() => Start(f => V2Models.Write(f, "scale", V2Models.Scale(2)), "scael"));
        Assert.Contains("scael", refused.Problems.Single().Message);
    }

    [Theory]
    [InlineData("""parameters { key: "isolate" value { string_value: "yes" } }""", "isolate")]
    [InlineData("""parameters { key: "isolate_memory_mib" value { string_value: "1" } }""", "64")]
    public async Task Start_ParameterThatIsNotUnderstood_RefusesTheModel(string config, string named)
    {
        InputException refused = await Assert.ThrowsAsync<InputException>(() => Start(f => V2Models.Write(f, "scale", V2Models.Scale(2), config: config)));
        Assert.Contains(named, refused.Problems.Single().Message);
    }

    /// <summary>The real program: its worker is gone when it is killed, and the next one clears up.</summary>
    [Fact]
    public async Task Serve_Killed_TakesItsWorkersWithIt()
    {
        (Model own, string mark) = Workers.Marked(V2Models.Scale(2));
        DirectoryInfo repository = Directory.CreateTempSubdirectory("fulcrum-isolated-");
        V2Models.Write(repository.FullName, "own", own);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "fulcrum")) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["serve", "--repository", repository.FullName, "--isolate", "all", "--urls", "http://127.0.0.1:0", "--output", "json"])
            start.ArgumentList.Add(argument);
        using Process server = Process.Start(start)!;
        using var end = new Ending(server);
        string line = (await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
        using var http = new HttpClient { BaseAddress = new Uri(JsonDocument.Parse(line).RootElement.GetProperty("url").GetString()!) };
        using HttpResponseMessage answer = await http.PostAsync("v2/models/own/infer", new StringContent(Ask, System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.Contains("[2,4,6,8,10,12,14,16]", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        int worker = Workers.Of(mark);
        Assert.NotEqual(0, worker);
        Work.Signal(server.Id, Work.Kill);
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Work.Until(() => !Work.Lives(worker));
        repository.Delete(recursive: true);
    }

    /// <summary>Ends a process that a failed test leaves.</summary>
    private sealed class Ending(Process process) : IDisposable
    {
        public void Dispose()
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
