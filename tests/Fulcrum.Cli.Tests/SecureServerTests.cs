using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Fulcrum.Cli.Tests;

/// <summary>Real processes over TLS: a server that asks who calls, a device that says so, and an orderly end.</summary>
public sealed class SecureServerTests(TestData data) : IDisposable
{
    private const int Sigterm = 15;
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-secure-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Device_OverTlsWithAToken_AnswersAndWithoutOneIsRefused()
    {
        Certificates();
        Assert.Equal(0, (await FulcrumProcess.RunAsync("token", "camera", "--tokens", In("tokens"))).Code);
        Assert.Equal(2, (await FulcrumProcess.RunAsync("token", "camera", "--tokens", In("tokens"))).Code);
        (int made, string token, _) = await FulcrumProcess.RunAsync("token", "camera-2", "--tokens", In("tokens"), "--output", "json");
        Assert.Equal(0, made);
        File.WriteAllText(In("token"), JsonDocument.Parse(token).RootElement.GetProperty("token").GetString() + "\n");
        Assert.DoesNotContain(File.ReadAllText(In("token")).Trim(), File.ReadAllText(In("tokens")), StringComparison.Ordinal);
        File.WriteAllText(In("serve.yaml"), $$"""
            repository: {{data.Repository}}
            url: https://127.0.0.1:0
            drain_delay: 0s
            access: {certificate: server.pem, key: server.key, tokens: tokens}
            limits: {body: 8MiB}
            """);
        using Process server = FulcrumProcess.Start("serve", "--config", In("serve.yaml"), "--output", "json");
        try
        {
            string url = JsonDocument.Parse((await server.StandardOutput.ReadLineAsync())!).RootElement.GetProperty("url").GetString()!;
            Assert.StartsWith("https://", url, StringComparison.Ordinal);
            string[] asks = ["device", "--server", url, "--model", "mlp", "--data", "digits", "--cut", "6", "--level", "0", "--max-drop", "5%", "--requests", "50", "--batch-size", "50", "--timed-requests", "5", "--cache", In("cache"), "--output", "json", "--ca", In("server.pem")];
            (int code, string output, string error) = await FulcrumProcess.RunAsync([.. asks, "--token-file", In("token")]);
            Assert.True(code == 0, error);
            Assert.InRange(JsonDocument.Parse(output).RootElement.GetProperty("runs")[0].GetProperty("top1").GetDouble(), 0.5, 1);
            (code, _, error) = await FulcrumProcess.RunAsync(asks);
            Assert.Equal(2, code);
            Assert.Contains("credentials", error, StringComparison.Ordinal);
            (code, _, error) = await FulcrumProcess.RunAsync([.. asks[..^2], "--token-file", In("token")]);
            Assert.Equal(1, code);
            Assert.Contains("SSL", error, StringComparison.Ordinal);
            Stop(server);
            await server.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(0, server.ExitCode);
            string log = await server.StandardError.ReadToEndAsync();
            Assert.Contains("bodies 8388608 bytes", log, StringComparison.Ordinal);
            Assert.DoesNotContain(File.ReadAllText(In("token")).Trim(), log, StringComparison.Ordinal);
        }
        finally
        {
            server.Kill();
        }
    }

    [Fact]
    public async Task Serve_Sigterm_IsNotReadyThenServesOnThenEndsWithZero()
    {
        File.WriteAllText(In("serve.yaml"), $"repository: {data.Repository}\nurl: http://127.0.0.1:0\ndrain_delay: 3s\n");
        using Process server = FulcrumProcess.Start("serve", "--config", In("serve.yaml"), "--output", "json");
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri(JsonDocument.Parse((await server.StandardOutput.ReadLineAsync())!).RootElement.GetProperty("url").GetString()!) };
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("v2/health/ready")).StatusCode);
            Stop(server);
            while ((await http.GetAsync("v2/health/ready")).StatusCode == HttpStatusCode.OK)
                await Task.Delay(20);
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("fulcrum/v1/models/mlp")).StatusCode);
            Assert.False(server.HasExited);
            await server.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(0, server.ExitCode);
        }
        finally
        {
            server.Kill();
        }
    }

    private static void Stop(Process server)
    {
        using Process kill = Process.Start("kill", [$"-{Sigterm}", $"{server.Id}"]);
        kill.WaitForExit();
    }

    private string In(string name) => Path.Combine(_folder, name);

    /// <summary>A certificate that is its own authority, as docs/security.md makes one.</summary>
    private void Certificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=fulcrum", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(In("server.pem"), made.ExportCertificatePem());
        File.WriteAllText(In("server.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
