using System.Text.Json;
using Fulcrum.Graphs;

namespace Fulcrum.Server.Tests.V2;

public sealed class MetadataTests
{
    [Fact]
    public async Task Get_ServerMetadata_NamesExactlyWhatIsServed()
    {
        await using V2Site site = await V2Site.Scale();
        V2Answer answer = await site.Get("v2");
        Assert.Equal(200, answer.Status);
        Assert.Equal("application/json", answer.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("fulcrum", answer.Json.GetProperty("name").GetString());
        Assert.Equal(["binary_tensor_data", "schedule_policy", "statistics", "openapi"], answer.Json.GetProperty("extensions").EnumerateArray().Select(e => e.GetString()));
        await using V2Site controlled = await V2Site.Scale(o => o with { ModelControl = true });
        Assert.Contains("model_repository", (await controlled.Get("v2")).Text);
    }

    [Fact]
    public async Task Get_Health_SaysLiveAndReady()
    {
        await using V2Site site = await V2Site.Scale();
        Assert.Equal("{\"live\":true}", (await site.Get("v2/health/live")).Text);
        Assert.Equal("{\"live\":true,\"ready\":true}", (await site.Get("v2/health/ready")).Text);
    }

    [Theory]
    [InlineData("v2/models/scale")]
    [InlineData("v2/models/scale/versions/1")]
    public async Task Get_ModelMetadata_HasTypesAndMinusOneForFreeDimensions(string path)
    {
        await using V2Site site = await V2Site.Scale();
        Assert.Equal(
            """{"name":"scale","versions":["1"],"platform":"onnxruntime_onnx","inputs":[{"name":"x","datatype":"FP32","shape":[-1,4]}],"outputs":[{"name":"y","datatype":"FP32","shape":[-1,4]},{"name":"z","datatype":"FP32","shape":[-1,4]}]}""",
            (await site.Get(path)).Text);
        Assert.Equal("""{"name":"scale","ready":true}""", (await site.Get($"{path}/ready")).Text);
    }

    [Fact]
    public async Task Get_ModelMetadata_SpellsEveryDatatype()
    {
        await using V2Site site = await V2Site.Start(f =>
        {
            foreach ((string name, ElementType element) in V2Models.Types)
                V2Models.Write(f, name, V2Models.Same(element));
        });
        foreach (string name in V2Models.Types.Keys)
            Assert.Equal(name, (await site.Get($"v2/models/{name}")).Json.GetProperty("inputs")[0].GetProperty("datatype").GetString());
    }

    [Theory]
    [InlineData("v2/models/nobody", 404)]
    [InlineData("v2/models/nobody/ready", 404)]
    [InlineData("v2/models/scale/versions/7", 404)]
    [InlineData("v2/models/scale/versions/7/ready", 404)]
    [InlineData("v2/models/scale/versions/01", 404)]
    [InlineData("v2/models/..%2Fscale", 404)]
    [InlineData("v2/models/nobody/stats", 404)]
    [InlineData("v2/nothing", 404)]
    [InlineData("v2/repository/index", 404)]
    public async Task Get_Unknown_IsAnErrorInTheProtocolsForm(string path, int status)
    {
        await using V2Site site = await V2Site.Scale();
        V2Answer answer = await site.Get(path);
        Assert.Equal(status, answer.Status);
        Assert.Equal("application/json", answer.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("error", Assert.Single(answer.Json.EnumerateObject()).Name);
        Assert.DoesNotContain(site.Folder, answer.Text);
    }

    [Fact]
    public async Task Get_SeveralVersions_AreListedAndTheHighestAnswers()
    {
        await using V2Site site = await V2Site.Start(f =>
        {
            V2Models.Write(f, "scale", V2Models.Scale(2), 1, "version_policy: { all { } }");
            V2Models.Write(f, "scale", V2Models.Scale(3), 2);
            V2Models.Write(f, "scale", V2Models.Scale(10), 10);
        });
        Assert.Equal(["1", "2", "10"], (await site.Get("v2/models/scale")).Json.GetProperty("versions").EnumerateArray().Select(v => v.GetString()));
        const string Request = """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}],"outputs":[{"name":"y"}]}""";
        V2Answer answer = await site.Infer("scale", Request);
        Assert.Equal(("10", "[10,20,30,40]"), (answer.Json.GetProperty("model_version").GetString(), answer.Data()));
        answer = await site.Infer("scale/versions/2", Request);
        Assert.Equal(("2", "[3,6,9,12]"), (answer.Json.GetProperty("model_version").GetString(), answer.Data()));
    }

    [Fact]
    public async Task Get_PlannedModel_AnswersBothProtocols()
    {
        using var planned = new PlannedRepository();
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = planned.Folder, Url = "http://127.0.0.1:0" });
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        Assert.Equal(6, JsonDocument.Parse(await http.GetStringAsync("fulcrum/v1/models/mlp")).RootElement.GetProperty("layers").GetInt32());
        Assert.Equal(784, JsonDocument.Parse(await http.GetStringAsync("v2/models/mlp")).RootElement.GetProperty("inputs")[0].GetProperty("shape")[1].GetInt32());
    }

    [Fact]
    public async Task Get_ModelWithoutPlan_HasNoPlanRoutes()
    {
        await using V2Site site = await V2Site.Scale();
        V2Answer answer = await site.Get("fulcrum/v1/models/scale");
        Assert.Equal(404, answer.Status);
        Assert.Contains("model-unknown", answer.Text);
    }
}
