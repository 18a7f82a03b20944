using System.Text.Json;

namespace Fulcrum.Server.Tests.V2;

public sealed class StatisticsTests
{
    private const string Request = """{"inputs":[{"name":"x","shape":[2,4],"datatype":"FP32","data":[1,2,3,4,5,6,7,8]}]}""";

    [Fact]
    public async Task Get_Statistics_CountRequestsSamplesAndRuns()
    {
        await using V2Site site = await V2Site.Start(f =>
        {
            V2Models.Write(f, "scale", V2Models.Scale(2), 1, "version_policy { specific { versions: [1, 2] } }");
            V2Models.Write(f, "scale", V2Models.Scale(3), 2);
            V2Models.Write(f, "other", V2Models.Scale(2));
        });
        for (int i = 0; i < 3; i++)
            await site.Infer("scale", Request);
        await site.Infer("scale", "{}");
        JsonElement[] all = [.. (await site.Get("v2/models/stats")).Json.GetProperty("model_stats").EnumerateArray()];
        Assert.Equal(["other/1", "scale/1", "scale/2"], all.Select(m => $"{m.GetProperty("name").GetString()}/{m.GetProperty("version").GetString()}"));
        Assert.Equal(2, (await site.Get("v2/models/scale/stats")).Json.GetProperty("model_stats").GetArrayLength());
        JsonElement one = Assert.Single((await site.Get("v2/models/scale/versions/2/stats")).Json.GetProperty("model_stats").EnumerateArray());
        Assert.Equal((6, 3), (one.GetProperty("inference_count").GetInt32(), one.GetProperty("execution_count").GetInt32()));
        Assert.True(one.GetProperty("last_inference").GetInt64() > 1_600_000_000_000);
        JsonElement inference = one.GetProperty("inference_stats");
        Assert.Equal(["success", "fail", "queue", "compute_input", "compute_infer", "compute_output", "cache_hit", "cache_miss"], inference.EnumerateObject().Select(m => m.Name));
        Assert.Equal([3, 1, 3, 3, 3, 3, 0, 0], inference.EnumerateObject().Select(m => m.Value.GetProperty("count").GetInt32()));
        Assert.True(inference.GetProperty("success").GetProperty("ns").GetInt64() >= inference.GetProperty("compute_infer").GetProperty("ns").GetInt64());
        JsonElement batch = Assert.Single(one.GetProperty("batch_stats").EnumerateArray());
        Assert.Equal((2, 3), (batch.GetProperty("batch_size").GetInt32(), batch.GetProperty("compute_infer").GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task Get_Metrics_HasTritonsNamesBesideOurs()
    {
        await using V2Site site = await V2Site.Scale();
        await site.Infer("scale", Request);
        string metrics = await site.Http.GetStringAsync("metrics");
        foreach (string line in new[]
        {
            "nv_inference_request_success{model=\"scale\",version=\"1\"} 1", "nv_inference_count{model=\"scale\",version=\"1\"} 2", "nv_inference_exec_count{model=\"scale\",version=\"1\"} 1",
            "nv_inference_pending_request_count{model=\"scale\",version=\"1\"} 0", "nv_inference_request_failure{model=\"scale\",version=\"1\",reason=\"BACKEND\"} 0",
            "nv_inference_first_response_histogram_ms_count{model=\"scale\",version=\"1\"} 1", "fulcrum_requests_total{route=\"/v2/models/{name}/infer\",status=\"200\"} 1",
        })
            Assert.Contains(line + "\n", metrics);
        foreach (string name in new[] { "request", "queue", "compute_input", "compute_infer", "compute_output" })
            Assert.Contains($"# TYPE nv_inference_{name}_duration_us counter", metrics);
    }
}
