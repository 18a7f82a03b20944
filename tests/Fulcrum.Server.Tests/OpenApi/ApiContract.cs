using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fulcrum.Server.Tests.OpenApi;

/// <summary>An OpenAPI document as it is promised to clients: answers are held against it, and it is noted which were.</summary>
internal sealed class ApiContract(JsonObject document)
{
    private readonly HashSet<(string Id, int Status)> _seen = [];

    public JsonObject Document => document;

    /// <summary>Operations with method and path.</summary>
    public IEnumerable<(string Method, string Path, JsonObject Operation)> Operations => document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => (o.Key.ToUpperInvariant(), p.Key, o.Value!.AsObject())));

    /// <summary>Which answers were held against the document.</summary>
    public IReadOnlySet<(string Id, int Status)> Seen => _seen;

    public static async Task<ApiContract> Of(HttpClient http) => new(JsonNode.Parse(await http.GetStringAsync("openapi.json"))!.AsObject());

    /// <summary>Sends a request and holds its answer against the document.</summary>
    public async Task<HttpResponseMessage> Send(HttpClient http, HttpRequestMessage request)
    {
        string path = request.RequestUri!.OriginalString.Split('?')[0];
        HttpResponseMessage response = await http.SendAsync(request);
        await Check(request.Method.Method, path.StartsWith('/') ? path : $"/{path}", response);
        return response;
    }

    /// <summary>Holds an answer against the document: its status, headers that are required of it, media type, JSON.</summary>
    public async Task Check(string method, string path, HttpResponseMessage response)
    {
        (_, _, JsonObject operation) = Operations.Where(o => o.Method == method && Matches(o.Path, path)).OrderBy(o => o.Path.Count(c => c == '{')).First();
        int status = (int)response.StatusCode;
        string id = (string)operation["operationId"]!, place = $"{id} {status}";
        JsonObject? promised = operation["responses"]![status.ToString()]?.AsObject();
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(promised is not null, $"{place} is not documented: {text}");
        _seen.Add((id, status));
        if (status == 401)
            Assert.NotEmpty(response.Headers.WwwAuthenticate);
        if (promised["content"] is not JsonObject contents)
        {
            Assert.True(text.Length == 0, $"{place} has a body: {text}");
            return;
        }

        string mediaType = response.Content.Headers.ContentType!.MediaType!;
        Assert.True(contents[mediaType] is not null, $"{place} answers {mediaType}");
        if (!mediaType.EndsWith("json", StringComparison.Ordinal))
            return;
        Validate(contents[mediaType]!["schema"]!, text, place);
    }

    /// <summary>Holds JSON against a schema of the document.</summary>
    public void Validate(JsonNode schema, string json, string place)
    {
        IReadOnlyList<string> problems = new SchemaCheck(document).Problems(schema, JsonNode.Parse(json));
        Assert.True(problems.Count == 0, $"{place}: {string.Join("; ", problems)}\n{json}");
    }

    private static bool Matches(string template, string path) => Regex.IsMatch(path, $"^{Regex.Replace(Regex.Escape(template).Replace("}", "\\}", StringComparison.Ordinal), "\\\\{[^}]*\\\\}", "[^/]+")}$");
}
