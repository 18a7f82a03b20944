using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Fulcrum.Server.Tests.V2;

/// <summary>A repository in a folder of its own, a server of it, and a client that sends bodies as they are.</summary>
internal sealed class V2Site : IAsyncDisposable
{
    private FulcrumServer? _server;

    public string Folder { get; } = Directory.CreateTempSubdirectory("fulcrum-v2-").FullName;

    public HttpClient Http { get; private set; } = null!;

    public FulcrumServer Server => _server!;

    public static async Task<V2Site> Start(Action<string> fill, Func<ServerOptions, ServerOptions>? change = null)
    {
        var site = new V2Site();
        fill(site.Folder);
        var options = new ServerOptions { Repository = site.Folder, Url = "http://127.0.0.1:0", Threads = 1 };
        site._server = await FulcrumServer.StartAsync(change?.Invoke(options) ?? options);
        site.Http = new HttpClient { BaseAddress = site._server.Urls[0] };
        return site;
    }

    public static Task<V2Site> Scale(Func<ServerOptions, ServerOptions>? change = null) => Start(f => V2Models.Write(f, "scale", V2Models.Scale(2)), change);

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    public async Task<V2Answer> Get(string path) => await V2Answer.Of(await Http.GetAsync(path));

    public async Task<V2Answer> Post(string path, string json) => await V2Answer.Of(await Http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json")));

    public Task<V2Answer> Infer(string model, string json) => Post($"v2/models/{model}/infer", json);

    /// <summary>JSON, then bytes behind it.</summary>
    public async Task<V2Answer> Infer(string model, string json, byte[] binary, Action<HttpRequestMessage>? change = null)
    {
        byte[] header = Encoding.UTF8.GetBytes(json);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v2/models/{model}/infer") { Content = new ByteArrayContent([.. header, .. binary]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Headers.Add("Inference-Header-Content-Length", header.Length.ToString());
        change?.Invoke(request);
        return await V2Answer.Of(await Http.SendAsync(request));
    }

    public async Task<V2Answer> Raw(string model, byte[] body) => await Infer(model, "", body);
}

/// <summary>An answer, its JSON and the bytes behind it.</summary>
internal sealed record V2Answer(int Status, HttpResponseMessage Response, byte[] Body)
{
    public int JsonLength => Response.Headers.TryGetValues("Inference-Header-Content-Length", out var values) ? int.Parse(values.Single()) : Body.Length;

    public string Text => Encoding.UTF8.GetString(Body, 0, JsonLength);

    public JsonElement Json => JsonDocument.Parse(Body.AsMemory(0, JsonLength)).RootElement;

    public byte[] Binary => Body[JsonLength..];

    public string Error => Json.GetProperty("error").GetString()!;

    public JsonElement Output(int index = 0) => Json.GetProperty("outputs")[index];

    public string Data(int index = 0) => Output(index).GetProperty("data").GetRawText();

    public static async Task<V2Answer> Of(HttpResponseMessage response) => new((int)response.StatusCode, response, await response.Content.ReadAsByteArrayAsync());
}
