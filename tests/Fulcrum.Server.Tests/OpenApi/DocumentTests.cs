using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Protocol.Plans;
using Fulcrum.Server.Access;
using Fulcrum.Server.OpenApi;
using Fulcrum.Server.Tests.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Fulcrum.Server.Tests.OpenApi;

/// <summary>The OpenAPI document: all routes and no others, valid by the specification's own schema, the same as in docs.</summary>
public sealed partial class DocumentTests(PlannedRepository repository) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-openapi-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("repository")]
    [InlineData("controlled")]
    [InlineData("tier")]
    public async Task Document_OfAServer_HasExactlyItsRoutes(string kind)
    {
        await using Site site = await Start(kind);
        ApiContract contract = await ApiContract.Of(site.Http);
        RouteEndpoint[] mapped = [.. site.Routes.Cast<RouteEndpoint>().Where(r => r.RoutePattern.RawText != "{*path}")];
        string[] routes = [.. mapped.SelectMany(r => r.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {Typed().Replace(r.RoutePattern.RawText!, "}")}")).Order(StringComparer.Ordinal)];
        Assert.Equal(routes, contract.Operations.Select(o => $"{o.Method} {o.Path}").Order(StringComparer.Ordinal));
        Assert.All(mapped, r => Assert.True(r.Metadata.GetMetadata<Operation>() is { Summary.Length: > 10 }, $"{r.RoutePattern.RawText} is not described"));
        Assert.All(mapped, r => Assert.Equal(RouteAudience.Of(r), r.Metadata.GetMetadata<Operation>()!.Audience));
        Assert.Equal(kind == "controlled", contract.Operations.Any(o => o.Path == "/v2/repository/index"));
        Assert.Equal(kind == "tier", contract.Operations.Any(o => o.Path == "/fulcrum/v1/plans/{model}/run"));
    }

    [Fact]
    public async Task Document_OfAllServers_HasTheRoutesOfEachAndNoMore()
    {
        HashSet<string> served = [];
        foreach (string kind in new[] { "repository", "controlled", "tier" })
        {
            await using Site site = await Start(kind);
            served.UnionWith((await ApiContract.Of(site.Http)).Operations.Select(o => (string)o.Operation["operationId"]!));
        }

        Assert.Equal(served.Order(StringComparer.Ordinal), All().Operations.Select(o => (string)o.Operation["operationId"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Document_OfAllServers_IsValidByTheSpecificationsSchema()
    {
        using Stream stored = typeof(DocumentTests).Assembly.GetManifestResourceStream("openapi-3.1.schema.json")!;
        JsonNode schema = JsonNode.Parse(stored)!;
        JsonObject document = All().Document;
        Assert.Empty(new SchemaCheck(schema).Problems(schema, document));
        foreach (Action<JsonNode> spoil in (Action<JsonNode>[])[o => o["responses"]!["200"]!["description"] = 1, o => o["more"] = 1, o => o["responses"]!["7"] = new JsonObject(), o => o["parameters"] = new JsonArray(new JsonObject { ["name"] = "a" })])
        {
            JsonNode bad = document.DeepClone();
            spoil(bad["paths"]!["/metrics"]!["get"]!);
            Assert.NotEmpty(new SchemaCheck(schema).Problems(schema, bad));
        }
    }

    [Fact]
    public void Document_OfAllServers_IsReadByAnotherReaderWithoutComplaints()
    {
        ReadResult read = OpenApiDocument.Parse(ApiReference.Document, "json");
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal(All().Document["paths"]!.AsObject().Count, read.Document!.Paths.Count);
        Assert.NotEmpty(OpenApiDocument.Parse(ApiReference.Document.Replace("\"/v2/models/{name}/infer\"", "\"v2\"", StringComparison.Ordinal), "json").Diagnostic!.Errors);
    }

    [Fact]
    public void Document_OfAllServers_RefersToWhatItHasAndHasNothingElse()
    {
        JsonObject document = All().Document;
        HashSet<string> used = [];
        void Walk(JsonNode? node)
        {
            if (node is JsonArray many)
            {
                foreach (JsonNode? one in many)
                    Walk(one);
            }

            if (node is not JsonObject members)
                return;
            foreach ((string name, JsonNode? member) in members)
            {
                if (name != "$ref")
                {
                    Walk(member);
                    continue;
                }

                string target = (string)member!;
                Assert.True(Find(document, target) is not null, $"{target} is nowhere");
                used.Add(target);
            }
        }

        Walk(document);
        foreach (string part in new[] { "schemas", "headers" })
            Assert.Equal(document["components"]![part]!.AsObject().Select(m => $"#/components/{part}/{m.Key}").Order(), used.Where(u => u.StartsWith($"#/components/{part}/", StringComparison.Ordinal)).Order());
        string[] ids = [.. All().Operations.Select(o => (string)o.Operation["operationId"]!)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Document_InDocs_IsWhatTheCommandWrites() =>
        Assert.Equal(ApiReference.Document + "\n", File.ReadAllText(Path.Combine(Root(), "docs", "openapi.json")));

    [Fact]
    public void Schemas_OfContracts_SayWhatIsRequiredAndWhatMayBeNull()
    {
        JsonNode schemas = All().Document["components"]!["schemas"]!;
        Assert.Equal(["cut_bits", "level"], schemas["PatternRow"]!["required"]!.AsArray().Select(r => (string)r!).Where(r => r is "cut_bits" or "level").Order());
        Assert.Equal(["model", "plan", "requests", "seconds"], schemas["DeviceReport"]!["required"]!.AsArray().Select(r => (string)r!).Order());
        Assert.Null(schemas["PlanRequest"]!["required"]);
        Assert.Equal("""{"anyOf":[{"$ref":"#/components/schemas/Segment"},{"type":"null"}]}""", schemas["Plan"]!["properties"]!["segment"]!.ToJsonString());
        Assert.Equal(("integer", "int64"), ((string?)schemas["Segment"]!["properties"]!["bytes"]!["type"], (string?)schemas["Segment"]!["properties"]!["bytes"]!["format"]));
        Assert.Equal("float", (string?)schemas["CutTensor"]!["properties"]!["scale"]!["format"]);
    }

    [Fact]
    public async Task Get_WhereTheServerAsks_IsForThoseItKnowsAndSaysWhoMayCallWhat()
    {
        using var authority = new Authority();
        (string token, string line) = BearerToken.New("camera", isOperator: false);
        File.WriteAllText(authority.PathOf("tokens"), $"{line}\n");
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0", Access = new AccessOptions { Tokens = authority.PathOf("tokens") } });
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("openapi.json")).StatusCode);
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        ApiContract contract = await ApiContract.Of(http);
        foreach ((_, _, JsonObject operation) in contract.Operations)
            Assert.Equal((string?)operation["x-fulcrum-audience"] == "anyone" ? 0 : 2, operation["security"]!.AsArray().Count);
        Assert.Equal("operator", (string?)contract.Document["paths"]!["/metrics"]!["get"]!["x-fulcrum-audience"]);
        Assert.Equal("device", (string?)contract.Document["paths"]!["/v2/models/{name}/infer"]!["post"]!["x-fulcrum-audience"]);
    }

    private static ApiContract All() => new(JsonNode.Parse(ApiReference.Document)!.AsObject());

    private static JsonNode? Find(JsonNode document, string reference) => reference[2..].Split('/').Aggregate((JsonNode?)document, (node, part) => node?[part]);

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Fulcrum.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private async Task<Site> Start(string kind)
    {
        if (kind != "tier")
        {
            FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0", ModelControl = kind == "controlled" });
            return new Site(server, server.Routes, server.Urls[0]);
        }

        StagePlans.Write(Path.Combine(_folder, "plan"), ["device", "cloud"], [StagePlans.First], (_, _) => PlanCoding.Plain);
        StageServer tier = await StageServer.StartAsync(new StageServerOptions { Plan = Path.Combine(_folder, "plan"), Tier = "cloud", Url = "http://127.0.0.1:0" });
        return new Site(tier, tier.Routes, tier.Urls[0]);
    }

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex Typed();

    private sealed class Site(IAsyncDisposable server, IReadOnlyList<Endpoint> routes, Uri url) : IAsyncDisposable
    {
        public IReadOnlyList<Endpoint> Routes => routes;

        public HttpClient Http { get; } = new() { BaseAddress = url };

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await server.DisposeAsync();
        }
    }
}
