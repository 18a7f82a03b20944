using System.Collections.Concurrent;
using Fulcrum.Problems;

namespace Fulcrum.Server.Tests.V2;

public sealed class LifecycleTests
{
    private const string Request = """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}],"outputs":[{"name":"y"}]}""";

    private static void Broken(string folder) => File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "broken", "1")).FullName, "model.onnx"), "no model");

    [Fact]
    public async Task Start_OneModelThatCannotBeLoaded_LeavesTheOthersAndIsNotReady()
    {
        await using V2Site site = await V2Site.Start(f =>
        {
            V2Models.Write(f, "scale", V2Models.Scale(2));
            Broken(f);
        });
        Assert.Equal(["scale"], site.Server.Models);
        Assert.Contains("broken is not available", Assert.Single(site.Server.Warnings));
        Assert.Equal(200, (await site.Infer("scale", Request)).Status);
        V2Answer ready = await site.Get("v2/health/ready");
        Assert.Equal((503, "{\"live\":true,\"ready\":false}"), (ready.Status, ready.Text));
        Assert.Equal(200, (await site.Get("v2/health/live")).Status);
        Assert.Equal((503, """{"name":"broken","ready":false}"""), (await site.Get("v2/models/broken/ready")) is var r ? (r.Status, r.Text) : default);
        V2Answer answer = await site.Infer("broken", Request);
        Assert.Equal(503, answer.Status);
        Assert.StartsWith("name: The model is not available: broken/1/model.onnx", answer.Error);
        Assert.DoesNotContain(site.Folder, answer.Text);
    }

    [Fact]
    public async Task Index_Always_SaysStateAndReason()
    {
        await using V2Site site = await V2Site.Start(f =>
        {
            V2Models.Write(f, "scale", V2Models.Scale(2));
            V2Models.Write(f, "asleep", V2Models.Scale(2));
            Broken(f);
        }, o => o with { ModelControl = true, LoadModels = ["scale", "broken"] });
        V2Answer index = await site.Post("v2/repository/index", "");
        Assert.Equal(["asleep//", "broken/1/UNAVAILABLE", "scale/1/READY"], index.Json.EnumerateArray().Select(m => $"{m.GetProperty("name").GetString()}/{(m.TryGetProperty("version", out var v) ? v.GetString() : "")}/{(m.TryGetProperty("state", out var s) ? s.GetString() : "")}"));
        Assert.Contains("model.onnx", index.Json[1].GetProperty("reason").GetString());
        Assert.DoesNotContain(site.Folder, index.Text);
        Assert.Equal(1, (await site.Post("v2/repository/index", "{\"ready\":true}")).Json.GetArrayLength());
    }

    [Fact]
    public async Task Control_LoadReloadUnload_ChangeWhatAnswers()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "scale", V2Models.Scale(2)), o => o with { ModelControl = true });
        Assert.Equal(404, (await site.Infer("scale", Request)).Status);
        Assert.Equal(200, (await site.Post("v2/repository/models/scale/load", "")).Status);
        Assert.Equal("[2,4,6,8]", (await site.Infer("scale", Request)).Data());
        V2Models.Write(site.Folder, "scale", V2Models.Scale(5));
        Assert.Equal("[2,4,6,8]", (await site.Infer("scale", Request)).Data());
        Assert.Equal(200, (await site.Post("v2/repository/models/scale/load", "{}")).Status);
        Assert.Equal("[5,10,15,20]", (await site.Infer("scale", Request)).Data());
        Assert.Equal(200, (await site.Post("v2/repository/models/scale/unload", "{\"parameters\":{\"unload_dependents\":true}}")).Status);
        Assert.Equal(404, (await site.Infer("scale", Request)).Status);
        Assert.Equal(404, (await site.Post("v2/repository/models/scale/unload", "")).Status);
    }

    [Fact]
    public async Task Control_ReloadThatFails_LeavesTheModelThatWorks()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "scale", V2Models.Scale(2)), o => o with { ModelControl = true, LoadModels = ["scale"] });
        File.WriteAllText(Path.Combine(site.Folder, "scale", "1", "model.onnx"), "broken");
        V2Answer answer = await site.Post("v2/repository/models/scale/load", "");
        Assert.Equal(400, answer.Status);
        Assert.DoesNotContain(site.Folder, answer.Text);
        Assert.Equal("[2,4,6,8]", (await site.Infer("scale", Request)).Data());
        Assert.Equal(200, (await site.Get("v2/health/ready")).Status);
    }

    [Theory]
    [InlineData("v2/repository/models/nobody/load", "", 404)]
    [InlineData("v2/repository/models/..%2F..%2Fetc/load", "", 404)]
    [InlineData("v2/repository/models/scale/load", "{\"parameters\":{\"config\":\"{}\"}}", 400)]
    [InlineData("v2/repository/models/scale/load", "[]", 400)]
    [InlineData("v2/repository/index", "{\"ready\":5}", 400)]
    public async Task Control_BadRequest_IsRefused(string path, string body, int status)
    {
        await using V2Site site = await V2Site.Scale(o => o with { ModelControl = true });
        V2Answer answer = await site.Post(path, body);
        Assert.Equal(status, answer.Status);
        Assert.NotEmpty(answer.Error);
    }

    [Fact]
    public async Task Control_NotAllowed_HasNoRoutes()
    {
        await using V2Site site = await V2Site.Scale();
        Assert.Equal(404, (await site.Post("v2/repository/index", "")).Status);
        Assert.Equal(404, (await site.Post("v2/repository/models/scale/unload", "")).Status);
        Assert.Equal(200, (await site.Infer("scale", Request)).Status);
    }

    [Fact]
    public async Task Start_WrongConfiguration_NamesTheLine()
    {
        string folder = Directory.CreateTempSubdirectory("fulcrum-v2-").FullName;
        V2Models.Write(folder, "scale", V2Models.Scale(2), 1, "name: \"scale\"\nmax_batch_size: many\n");
        var refused = await Assert.ThrowsAsync<InputException>(() => FulcrumServer.StartAsync(new ServerOptions { Repository = folder, Url = "http://127.0.0.1:0" }));
        Assert.Equal(("config-value", "scale/config.pbtxt, line 2"), (refused.Problems[0].Code, refused.Problems[0].Place));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Reloads between two models and unloads while many clients ask: every answer is of one of the two, or says that there is none.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("max_batch_size: 8 dynamic_batching { }")]
    public async Task Control_UnderFire_NoAnswerIsWrong(string config)
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "scale", V2Models.Scale(2), 1, config), o => o with { ModelControl = true, LoadModels = ["scale"] });
        var answers = new ConcurrentDictionary<string, int>();
        using var stop = new CancellationTokenSource();
        Task[] clients = [.. Enumerable.Range(0, 6).Select(c => Task.Run(async () =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                int x = (c * 1000) + i;
                V2Answer answer = await site.Infer("scale", $$"""{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[{{x}},1,2,3]}],"outputs":[{"name":"y"}]}""");
                string kind = answer.Status != 200 ? $"{answer.Status}" : answer.Data() == $"[{2 * x},2,4,6]" ? "two" : answer.Data() == $"[{5 * x},5,10,15]" ? "five" : $"wrong: {answer.Data()} for {x}";
                answers.AddOrUpdate(kind, 1, (_, n) => n + 1);
            }
        }))];
        for (int round = 0; round < 12; round++)
        {
            V2Models.Write(site.Folder, "scale", V2Models.Scale(round % 2 == 0 ? 5 : 2));
            Assert.Equal(200, (await site.Post("v2/repository/models/scale/load", "")).Status);
            if (round % 4 == 3)
            {
                Assert.Equal(200, (await site.Post("v2/repository/models/scale/unload", "")).Status);
                Assert.Equal(200, (await site.Post("v2/repository/models/scale/load", "")).Status);
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(clients);
        Assert.Empty(answers.Keys.Except(["two", "five", "404"]));
        Assert.True(answers["two"] > 0 && answers["five"] > 0);
    }
}
