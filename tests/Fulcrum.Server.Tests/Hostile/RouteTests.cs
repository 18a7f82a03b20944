using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Fulcrum.Problems;
using Fulcrum.Server.Access;
using Fulcrum.Server.Tests.V2;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Tests.Hostile;

/// <summary>Names and paths that lead elsewhere, on every route there is; aliases; parameters that are not the client's; secrets.</summary>
public sealed class RouteTests
{
    private const string Good = """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""";

    private static readonly string[] Elsewhere =
    [
        "..%2f..%2fetc%2fpasswd", "%2e%2e%2foutside", "..%5c..%5coutside", "%252e%252e%252foutside", "....//outside", "outside", "scale%2f..%2f..%2foutside", "scale%00", "%00",
        "%ff%fe", "%c0%ae%c0%ae%2foutside", "~", "C:%5cwindows", "file:%2f%2f%2fetc%2fpasswd", "http:%2f%2f127.0.0.1%2fx", "scale%0d%0aX-Evil:%201", "a%20b", "%e2%80%ae", "-1", "18446744073709551616", ".hidden",
    ];

    /// <summary>CVE-2026-24208 and its kin: no parameter of any route names anything but what the repository has.</summary>
    [Fact]
    public async Task EveryRoute_NamesThatLeadElsewhere_AreNotFound()
    {
        string outside = Directory.CreateTempSubdirectory("fulcrum-outside-").FullName;
        await using V2Site site = await V2Site.Start(f =>
        {
            string repository = f;
            V2Models.Write(repository, "scale", V2Models.Scale(2));
            V2Models.Write(repository, ".hidden", V2Models.Scale(3));
            V2Models.Write(outside, "outside", V2Models.Scale(4));
        }, o => o with { ModelControl = true, LoadModels = ["scale"] });
        try
        {
            string relative = Uri.EscapeDataString(Path.GetRelativePath(site.Folder, Path.Combine(outside, "outside")));
            RouteEndpoint[] routes = [.. site.Server.Routes.OfType<RouteEndpoint>().Where(r => r.RoutePattern.Parameters.Count > 0 && !r.RoutePattern.RawText!.Contains("{*", StringComparison.Ordinal))];
            Assert.True(routes.Length >= 12);
            foreach (RouteEndpoint route in routes)
            {
                foreach (string name in Elsewhere.Append(relative).Append(new string('a', 4000)))
                {
                    string path = Regex.Replace(route.RoutePattern.RawText!, "{[^}]*}", name.Replace("$", "$$", StringComparison.Ordinal)), method = route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
                    string answer = await RawHttp.Ask(site.Server.Urls[0], $"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {Good.Length}\r\nConnection: close\r\n\r\n{Good}", 5);
                    int status = Assert.Single(RawHttp.Statuses(answer));
                    Assert.True(status is >= 400 and < 500, $"{method} {path}: {answer}");
                    Assert.DoesNotContain(outside, answer, StringComparison.Ordinal);
                    Assert.DoesNotContain(site.Folder, answer, StringComparison.Ordinal);
                    Assert.DoesNotContain("X-Evil", answer.Split("\r\n\r\n")[0], StringComparison.Ordinal);
                }
            }

            Assert.Equal("[2,4,6,8]", (await site.Infer("scale", Good)).Data());
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    /// <summary>server#8686 and its kin: other spellings of a route pass the same gate.</summary>
    [Theory]
    [InlineData("/v2/models/scale/infer/", "")]
    [InlineData("/V2/MODELS/scale/INFER", "")]
    [InlineData("/v2/models/%73cale/infer", "")]
    [InlineData("/v2/models/scale/versions/1/infer", "")]
    [InlineData("//v2/models/scale/infer", "")]
    [InlineData("/v2//models/scale/infer", "")]
    [InlineData("/v2/./models/scale/infer", "")]
    [InlineData("/v2/health/live/../../models/scale/infer", "")]
    [InlineData("/v2/health/live%2f..%2f..%2fmodels/scale/infer", "")]
    [InlineData("/v2/models/scale/infer;x=/v2/health/live", "")]
    [InlineData("/v2/models/scale/infer?x=/v2/health/live", "")]
    [InlineData("http://x/v2/models/scale/infer", "")]
    [InlineData("/v2/health/live", "X-Original-URL: /v2/models/scale/infer\r\nX-Rewrite-URL: /v2/models/scale/infer\r\nX-HTTP-Method-Override: POST\r\n")]
    [InlineData("/v2/models/scale/infer", "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-User: ops\r\nX-Client-Cert: x\r\n")]
    [InlineData("/v2/models/scale/infer", "Authorization: Bearer\r\n")]
    [InlineData("/v2/models/scale/infer", "Authorization: Bearer \r\nAuthorization: Bearer x\r\n")]
    [InlineData("/v2/repository/models/scale/unload", "")]
    [InlineData("/v2/repository/index", "")]
    public async Task Post_AnySpellingWithoutCredentials_IsRefused(string path, string headers)
    {
        string tokens = Path.GetTempFileName();
        File.WriteAllText(tokens, "# nobody\n");
        await using V2Site site = await V2Site.Scale(o => o with { ModelControl = true, LoadModels = ["scale"], Access = new AccessOptions { Tokens = tokens } });
        string answer = await RawHttp.Ask(site.Server.Urls[0], RawHttp.Post(path, Good, headers + "Connection: close\r\n"), 5);
        int status = Assert.Single(RawHttp.Statuses(answer));
        Assert.True(status is 401 or 404 or 405, answer);
        Assert.DoesNotContain("outputs", answer, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Http.GetAsync("v2/models/scale")).StatusCode);
        File.Delete(tokens);
    }

    /// <summary>server#8763: keys that other servers keep for themselves mean nothing, or are refused; none changes the answer.</summary>
    [Theory]
    [InlineData("sequence_id", "1")]
    [InlineData("sequence_start", "true")]
    [InlineData("priority", "99")]
    [InlineData("triton_enable_empty_final_response", "true")]
    [InlineData("_internal", "\"x\"")]
    [InlineData("__proto__", "{\"admin\":true}")]
    [InlineData("headers", "{\"authorization\":\"x\"}")]
    [InlineData("shared_memory_region", "\"r\"")]
    [InlineData("shared_memory_byte_size", "64")]
    [InlineData("binary_data_size", "16")]
    [InlineData("batch_size", "1000000")]
    public async Task Infer_ReservedParameters_ChangeNothing(string key, string value)
    {
        await using V2Site site = await V2Site.Scale();
        string parameters = $$""" "parameters":{"{{key}}":{{value}}} """;
        foreach (string body in new[] { Good[..^1] + "," + parameters + "}", Good.Replace("\"data\"", parameters + ",\"data\"", StringComparison.Ordinal), Good[..^1] + ",\"outputs\":[{\"name\":\"y\"," + parameters + "}]}" })
        {
            V2Answer answer = await site.Infer("scale", body);
            Assert.True(answer.Status == 400 || answer.Data() == "[2,4,6,8]", answer.Text);
        }
    }

    /// <summary>Triton's a550e3c: what is wrong with a file of secrets does not show them.</summary>
    [Fact]
    public async Task Start_FileOfTokensThatIsWrong_IsNamedWithoutItsContent()
    {
        const string secret = "4f1d0e8c2b6a49d79e3c5a7b8d9e0f11";
        string tokens = Path.GetTempFileName();
        foreach (string line in new[] { secret, $"camera device {secret}", $"camera {secret} device", $"{secret} device x y z" })
        {
            File.WriteAllText(tokens, line + "\n");
            Exception refused = await Assert.ThrowsAsync<InputException>(() => V2Site.Scale(o => o with { Access = new AccessOptions { Tokens = tokens } }));
            Assert.DoesNotContain(secret, refused.ToString(), StringComparison.Ordinal);
        }

        File.Delete(tokens);
    }

    /// <summary>CVE-2025-23319 and its kin: nothing of the insides in any refusal.</summary>
    [Fact]
    public async Task AnyRefusal_TellsNothingOfTheInsides()
    {
        await using V2Site site = await V2Site.Start(f =>
        {
            V2Models.Write(f, "scale", V2Models.Scale(2));
            V2Models.Write(f, "lookup", V2Models.Lookup());
            Directory.CreateDirectory(Path.Combine(f, "broken", "1"));
            File.WriteAllText(Path.Combine(f, "broken", "1", "model.onnx"), "no model");
        }, o => o with { ModelControl = true, LoadModels = ["scale", "lookup"] });
        var told = new List<string>();
        foreach (string model in new[] { "scale", "lookup", "broken", "nobody" })
        {
            foreach (string body in new[] { "", "{", "[]", "\u0000", Good.Replace("FP32", "INT64", StringComparison.Ordinal), """{"inputs":[{"name":"x","shape":[1,1],"datatype":"INT64","data":[99]}]}""" })
                told.Add((await site.Infer(model, body)).Text);
            foreach (string what in new[] { "load", "unload" })
                told.Add((await site.Post($"v2/repository/models/{model}/{what}", "{\"parameters\":{\"config\":\"x\"}}")).Text);
            told.Add((await site.Post($"v2/repository/models/{model}/load", "")).Text);
            told.Add((await site.Get($"v2/models/{model}/versions/99")).Text);
        }

        foreach (string path in new[] { "fulcrum/v1/models/scale", "fulcrum/v1/segments/x", "fulcrum/v1/probe?bytes=x", "nothing" })
            told.Add(Encoding.UTF8.GetString((await site.Get(path)).Body));
        foreach (string text in told)
        {
            foreach (string inside in new[] { "onnxruntime", "OnnxRuntime", "Fulcrum.", "   at ", "Exception", ".cs:", site.Folder, "node." })
                Assert.DoesNotContain(inside, text, StringComparison.Ordinal);
        }
    }
}
