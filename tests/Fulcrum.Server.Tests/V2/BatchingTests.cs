using System.Text.Json;

namespace Fulcrum.Server.Tests.V2;

public sealed class BatchingTests
{
    private static string Request(int x, int samples = 1) => $$"""{"inputs":[{"name":"x","shape":[{{samples}},4],"datatype":"FP32","data":[{{string.Join(",", Enumerable.Range(0, samples).Select(s => $"{x + s},1,2,3"))}}]}],"outputs":[{"name":"y"}]}""";

    private static string Expected(int x, int samples = 1) => $"[{string.Join(",", Enumerable.Range(0, samples).Select(s => $"{2 * (x + s)},2,4,6"))}]";

    private static async Task<JsonElement> Stats(V2Site site, string model) => (await site.Get($"v2/models/{model}/stats")).Json.GetProperty("model_stats")[0];

    [Fact]
    public async Task Infer_RequestsAtOnce_AreJoinedAndEachGetsItsOwnAnswer()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "scale", V2Models.Scale(2), 1, "max_batch_size: 8\ndynamic_batching { max_queue_delay_microseconds: 200000 }"));
        for (int round = 0; round < 3; round++)
        {
            V2Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => site.Infer("scale", Request(i))));
            Assert.Equal(Enumerable.Range(0, 8).Select(i => Expected(i)), answers.Select(a => a.Data()));
        }

        JsonElement stats = await Stats(site, "scale");
        Assert.Equal(24, stats.GetProperty("inference_count").GetInt32());
        Assert.True(stats.GetProperty("execution_count").GetInt32() < 24);
        Assert.Contains(stats.GetProperty("batch_stats").EnumerateArray(), b => b.GetProperty("batch_size").GetInt32() > 1);
    }

    [Fact]
    public async Task Infer_FullBatch_DoesNotWait()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "scale", V2Models.Scale(2), 1, "max_batch_size: 4\ndynamic_batching { preferred_batch_size: [ 2 ] max_queue_delay_microseconds: 60000000 }"));
        Assert.Equal(Expected(7, 2), (await site.Infer("scale", Request(7, 2))).Data());
        V2Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => site.Infer("scale", Request(i))));
        Assert.Equal(Enumerable.Range(0, 4).Select(i => Expected(i)), answers.Select(a => a.Data()));
        JsonElement stats = await Stats(site, "scale");
        Assert.Equal(6, stats.GetProperty("inference_count").GetInt32());
        Assert.All(stats.GetProperty("batch_stats").EnumerateArray(), b => Assert.True(b.GetProperty("batch_size").GetInt32() is 2 or 4));
    }

    [Fact]
    public async Task Infer_BatchesOfSeveralSamples_AreJoinedUpToTheLargest()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "scale", V2Models.Scale(2)), o => o with { BatchSamples = 5, BatchDelay = TimeSpan.FromMilliseconds(100) });
        V2Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => site.Infer("scale", Request(i * 10, (i % 3) + 1))));
        Assert.Equal(Enumerable.Range(0, 9).Select(i => Expected(i * 10, (i % 3) + 1)), answers.Select(a => a.Data()));
        JsonElement stats = await Stats(site, "scale");
        Assert.Equal(18, stats.GetProperty("inference_count").GetInt32());
        Assert.All(stats.GetProperty("batch_stats").EnumerateArray(), b => Assert.InRange(b.GetProperty("batch_size").GetInt32(), 1, 5));
    }

    [Fact]
    public async Task Infer_OneThatFails_DoesNotFailItsNeighbours()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "lookup", V2Models.Lookup(), 1, "max_batch_size: 8\ndynamic_batching { max_queue_delay_microseconds: 200000 }"));
        string Index(int i) => $$"""{"inputs":[{"name":"x","shape":[1,1],"datatype":"INT64","data":[{{i}}]}]}""";
        for (int round = 0; round < 3; round++)
        {
            V2Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => site.Infer("lookup", Index(i == 5 ? 77 : i))));
            for (int i = 0; i < 8; i++)
                Assert.Equal(i == 5 ? "400" : $"[{i * 10}]", answers[i].Status == 200 ? answers[i].Data() : $"{answers[i].Status}");
        }
    }

    [Fact]
    public async Task Infer_OtherShapesBetween_AreNotJoined()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "positions", V2Models.Positions()), o => o with { BatchSamples = 8, BatchDelay = TimeSpan.FromMilliseconds(50) });
        V2Answer[] answers = await Task.WhenAll(Enumerable.Range(1, 6).Select(n => site.Infer("positions", $$"""{"inputs":[{"name":"x","shape":[{{n}}],"datatype":"FP32","data":[{{string.Join(",", Enumerable.Repeat(1, n))}}]}]}""")));
        Assert.Equal(Enumerable.Range(1, 6).Select(n => $"[{string.Join(",", Enumerable.Range(0, n))}]"), answers.Select(a => a.Data()));
    }
}
