using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fulcrum.Cli.Tests;

/// <summary>`schema` and `init`: what editors and beginners get is what readers take.</summary>
public sealed class ConfigurationVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-config-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("serve")]
    [InlineData("tiers")]
    [InlineData("study")]
    public async Task Init_EveryKind_ShowsNothingThatTheSchemaDoesNotKnow(string kind)
    {
        string path = Path.Combine(_folder, $"{kind}.yaml");
        (int code, _, string error) = await FulcrumProcess.RunAsync("init", kind, "-o", path);
        Assert.True(code == 0, error);
        JsonElement schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, $"{kind}.schema.json"))).RootElement;
        HashSet<string> known = [.. Names(schema)];
        string[] written = [.. Regex.Matches(File.ReadAllText(path), @"(?<=^[# \-{]*|[{,] ?)[a-z_0-9]+(?=: )", RegexOptions.Multiline).Select(m => m.Value).Distinct()];
        Assert.True(written.Length > 5);
        Assert.Empty(written.Except(known));
        if (kind == "serve")
            Assert.Empty(known.Except(written.Concat(["access", "limits", "models", "next_credentials"])));
        Assert.Equal(2, (await FulcrumProcess.RunAsync("init", kind, "-o", path)).Code);
    }

    [Fact]
    public async Task Schema_Quantities_MatchWhatReadersTakeAndNothingWithoutAUnit()
    {
        (int code, string output, _) = await FulcrumProcess.RunAsync("schema", "tiers");
        Assert.Equal(0, code);
        JsonElement link = JsonDocument.Parse(output).RootElement.GetProperty("properties").GetProperty("links").GetProperty("items");
        var rate = new Regex(link.GetProperty("properties").GetProperty("up").GetProperty("pattern").GetString()!);
        Assert.Matches(rate, "50Mbps");
        Assert.Matches(rate, "1.5e3 kbps");
        Assert.DoesNotMatch(rate, "50");
        Assert.DoesNotMatch(rate, "50MiB");
        Assert.Equal(["up", "from", "to"], link.GetProperty("required").EnumerateArray().Select(e => e.GetString()));
        Assert.False(link.GetProperty("additionalProperties").GetBoolean());
    }

    [Fact]
    public async Task Schema_OpenApi_IsTheDocumentOfAllRoutes()
    {
        (int code, string output, _) = await FulcrumProcess.RunAsync("schema", "openapi");
        Assert.Equal((0, Server.ApiReference.Document), (code, output.TrimEnd()));
    }

    [Fact]
    public async Task Serve_ConfigWithManyMistakes_NamesAllWithTheirLines()
    {
        string path = Path.Combine(_folder, "serve.yaml");
        File.WriteAllText(path, """
            repository: models
            log: loud
            drain_delay: 5
            access:
              tokenz: file
            models:
              control: full
              batch: 0
            limits:
              connections: 0
              body: 10 parsecs
            """);
        (int code, _, string error) = await FulcrumProcess.RunAsync("serve", "--config", path);
        Assert.Equal(2, code);
        foreach (string place in new[] { "serve.yaml:2: log", "serve.yaml:3: drain_delay", "serve.yaml:5: access.tokenz", "serve.yaml:7: models.control", "serve.yaml:8: models.batch", "serve.yaml:10: limits.connections", "serve.yaml:11: limits.body" })
            Assert.Contains(place, error, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"tokens\"?", error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => schema.EnumerateObject().SelectMany(m => m.Name == "properties" ? m.Value.EnumerateObject().Select(p => p.Name).Concat(Names(m.Value)) : Names(m.Value)),
        JsonValueKind.Array => schema.EnumerateArray().SelectMany(Names),
        _ => [],
    };
}
