using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Server.Access;
using Fulcrum.Server.Hosting;
using Fulcrum.Stages.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Tests.Access;

/// <summary>Who is let in: by token, by certificate, on every route there is.</summary>
public sealed class AccessTests(PlannedRepository repository) : IDisposable
{
    private static readonly string[] Open = ["/v2/health/live", "/v2/health/ready", "/", "/fulcrum/v1/access", "/assets/dashboard.js", "/assets/dashboard.css", "/assets/icon.svg"];
    private readonly Authority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task EveryRoute_WithoutCredentials_IsRefusedUnlessItIsHealthOrThePage()
    {
        _ = Tokens();
        await using FulcrumServer server = await Start(new AccessOptions { Tokens = _authority.PathOf("tokens") });
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        Assert.True(server.Routes.Count > 20);
        foreach (RouteEndpoint route in server.Routes.Cast<RouteEndpoint>())
        {
            Assert.NotNull(route.Metadata.GetMetadata<RouteAudience>());
            string path = route.RoutePattern.RawText!.Replace("{*path}", "any.thing", StringComparison.Ordinal);
            path = System.Text.RegularExpressions.Regex.Replace(path, "{[^}]*}", "1");
            foreach (string method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                using HttpResponseMessage response = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
                Assert.Equal(Open.Contains(path) ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, response.StatusCode);
            }
        }
    }

    [Theory]
    [InlineData("fulcrum/v1/models/mlp", "device", HttpStatusCode.OK)]
    [InlineData("fulcrum/v1/models/mlp", "operator", HttpStatusCode.OK)]
    [InlineData("metrics", "device", HttpStatusCode.Forbidden)]
    [InlineData("METRICS", "device", HttpStatusCode.Forbidden)]
    [InlineData("metrics/", "device", HttpStatusCode.Forbidden)]
    [InlineData("/metrics", "operator", HttpStatusCode.OK)]
    [InlineData("metrics", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("fulcrum/v1/models/mlp", "", HttpStatusCode.Unauthorized)]
    [InlineData("nothing", "device", HttpStatusCode.NotFound)]
    public async Task Get_ByToken_FollowsTheRole(string path, string who, HttpStatusCode status)
    {
        Dictionary<string, string> tokens = Tokens();
        await using FulcrumServer server = await Start(new AccessOptions { Tokens = _authority.PathOf("tokens") });
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.GetValueOrDefault(who, who));
        using HttpResponseMessage response = await http.GetAsync(path);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(status == HttpStatusCode.Unauthorized, response.Headers.WwwAuthenticate.Count == 1);
    }

    [Fact]
    public async Task Get_TokenWhoseLineIsTakenOut_IsLockedOut()
    {
        Dictionary<string, string> tokens = Tokens();
        await using FulcrumServer server = await Start(new AccessOptions { Tokens = _authority.PathOf("tokens") });
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        http.DefaultRequestHeaders.Authorization = new("Bearer", tokens["device"]);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("fulcrum/v1/models/mlp")).StatusCode);
        File.WriteAllText(_authority.PathOf("tokens"), "half a li");
        await Task.Delay(1200);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("fulcrum/v1/models/mlp")).StatusCode);
        File.WriteAllText(_authority.PathOf("tokens"), "# nobody\n");
        await Task.Delay(1200);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("fulcrum/v1/models/mlp")).StatusCode);
    }

    [Fact]
    public async Task Get_OverTls_ByCertificateUntilItIsRevoked()
    {
        using X509Certificate2 camera = _authority.Sign("camera", forClients: true), other = _authority.Sign("other", forClients: true);
        File.WriteAllText(_authority.PathOf("revoked"), "# none yet\n");
        await using FulcrumServer server = await Start(Tls() with { ClientCa = _authority.Ca, Revoked = _authority.PathOf("revoked"), Operators = ["other"] });
        Assert.StartsWith("https://", server.Urls[0].ToString(), StringComparison.Ordinal);
        using LinkClient as1 = Client(server, "camera"), as2 = Client(server, "other"), nobody = new(server.Urls[0], null, TimeSpan.FromSeconds(10), Credentials.Read(null, _authority.Ca, null, null));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (await Status(as1, "fulcrum/v1/models/mlp"), await Status(as1, "metrics")));
        Assert.Equal(HttpStatusCode.OK, await Status(as2, "metrics"));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await Status(nobody, "fulcrum/v1/models/mlp"), await Status(nobody, "v2/health/ready")));
        foreach (string line in new[] { camera.GetCertHashString(HashAlgorithmName.SHA256), camera.SerialNumber, "name camera" })
        {
            File.WriteAllText(_authority.PathOf("revoked"), $"{line} # lost\n");
            await Task.Delay(1200);
            Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await Status(as1, "fulcrum/v1/models/mlp"), await Status(as2, "fulcrum/v1/models/mlp")));
            File.WriteAllText(_authority.PathOf("revoked"), "");
            await Task.Delay(1200);
            Assert.Equal(HttpStatusCode.OK, await Status(as1, "fulcrum/v1/models/mlp"));
        }
    }

    [Theory]
    [InlineData("of another authority")]
    [InlineData("out of date")]
    [InlineData("for servers")]
    public async Task Get_CertificateThatIsNotGood_IsRefused(string what)
    {
        using var other = new Authority("authority");
        Authority signer = what == "of another authority" ? other : _authority;
        using X509Certificate2 made = signer.Sign("camera", forClients: what != "for servers", days: what == "out of date" ? -1 : 30);
        await using FulcrumServer server = await Start(Tls() with { ClientCa = _authority.Ca });
        using var client = new LinkClient(server.Urls[0], null, TimeSpan.FromSeconds(10), Credentials.Read(null, _authority.Ca, signer.PathOf("camera.pem"), signer.PathOf("camera.key")));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(client, "fulcrum/v1/models/mlp"));
    }

    [Fact]
    public async Task Get_ServerOfAnotherAuthority_IsNotTrusted()
    {
        using var other = new Authority();
        await using FulcrumServer server = await Start(Tls());
        using var client = new LinkClient(server.Urls[0], null, TimeSpan.FromSeconds(10), Credentials.Read(null, other.Ca, null, null));
        await Assert.ThrowsAsync<HttpRequestException>(() => Status(client, "v2/health/ready"));
    }

    [Fact]
    public async Task Get_CertificateOfTheServerIsReplaced_NewConnectionsSeeTheNewOne()
    {
        await using FulcrumServer server = await Start(Tls());
        async Task<string> Serial()
        {
            string serial = "";
            using var handler = new SocketsHttpHandler();
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => (serial = certificate!.GetSerialNumberString()).Length > 0;
            using var http = new HttpClient(handler) { BaseAddress = server.Urls[0] };
            await http.GetAsync("v2/health/live");
            return serial;
        }

        string before = await Serial();
        using X509Certificate2 next = _authority.Sign("server", forClients: false);
        await Task.Delay(1200);
        Assert.Equal((true, next.SerialNumber), (before != next.SerialNumber, await Serial()));
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", false, true, "url-not-private")]
    [InlineData("https://0.0.0.0:0", true, false, "url-not-private")]
    [InlineData("https://127.0.0.1:0", false, true, "tls-malformed")]
    [InlineData("https://0.0.0.0:0", true, true, null)]
    public async Task Start_BeyondLoopback_NeedsTlsAndCredentials(string url, bool tls, bool tokens, string? code)
    {
        _ = Tokens();
        AccessOptions access = (tls ? Tls() : new AccessOptions()) with { Tokens = tokens ? _authority.PathOf("tokens") : null };
        var options = new ServerOptions { Repository = repository.Folder, Url = url, Access = access };
        if (code is null)
            await (await FulcrumServer.StartAsync(options)).DisposeAsync();
        else
            Assert.Equal(code, (await Assert.ThrowsAsync<InputException>(() => FulcrumServer.StartAsync(options))).Problems[0].Code);
    }

    [Fact]
    public async Task Start_FilesThatAreWrong_AreNamed()
    {
        File.WriteAllText(_authority.PathOf("tokens"), "camera device abc\n# fine\ncamera chief " + new string('a', 64) + "\n");
        Problem[] lines = [.. (await Assert.ThrowsAsync<InputException>(() => Start(new AccessOptions { Tokens = _authority.PathOf("tokens") }))).Problems];
        Assert.Equal([":1", ":3"], lines.Select(p => p.Place[^2..]));
        foreach (AccessOptions access in (AccessOptions[])[new() { Certificate = "/nothing", Key = "/nothing" }, Tls() with { Key = _authority.Ca }])
            Assert.Equal("certificate-not-readable", (await Assert.ThrowsAsync<InputException>(() => Start(access))).Problems[0].Code);
    }

    [Fact]
    public async Task Get_MoreOftenThanAClientMay_Is429WithRetryAfter()
    {
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0", Limits = new ServerLimits { ClientRequestsPerSecond = 2 } });
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        HttpStatusCode[] answers = [.. await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => (await http.GetAsync("fulcrum/v1/models/mlp")).StatusCode))];
        Assert.Contains(HttpStatusCode.OK, answers);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("v2/health/ready")).StatusCode);
        using HttpResponseMessage refused = await http.GetAsync("fulcrum/v1/models/mlp");
        Assert.Equal("client-too-fast", JsonSerializer.Deserialize(await refused.Content.ReadAsByteArrayAsync(), ContractJson.Default.ProblemMessage)!.Problems[0].Code);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
    }

    private static async Task<HttpStatusCode> Status(LinkClient client, string path)
    {
        using HttpResponseMessage response = await client.Http.GetAsync(path);
        return response.StatusCode;
    }

    private LinkClient Client(FulcrumServer server, string name) => new(server.Urls[0], null, TimeSpan.FromSeconds(10), Credentials.Read(null, _authority.Ca, _authority.PathOf($"{name}.pem"), _authority.PathOf($"{name}.key")));

    private AccessOptions Tls()
    {
        _authority.Sign("server", forClients: false).Dispose();
        return new AccessOptions { Certificate = _authority.PathOf("server.pem"), Key = _authority.PathOf("server.key") };
    }

    private Dictionary<string, string> Tokens()
    {
        (string device, string first) = BearerToken.New("device", isOperator: false);
        (string chief, string second) = BearerToken.New("chief", isOperator: true);
        File.WriteAllText(_authority.PathOf("tokens"), $"# clients\n{first}\n\n{second}\n");
        return new Dictionary<string, string> { ["device"] = device, ["operator"] = chief };
    }

    private Task<FulcrumServer> Start(AccessOptions access) => FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = access.Certificate is null ? "http://127.0.0.1:0" : "https://127.0.0.1:0", Access = access, ModelControl = true, LoadModels = [PlannedRepository.Name] });
}
