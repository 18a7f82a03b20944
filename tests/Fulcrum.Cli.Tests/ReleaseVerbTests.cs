using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Fulcrum.Cli.Tests;

/// <summary>A plan is signed, served, fetched and run by real processes; without the server the device goes on with what it has.</summary>
public sealed class ReleaseVerbTests(TestData data) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-releases-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Device_UpdateFrom_RunsTheNewestReleaseAndThenWithoutTheServerTheOneItHas()
    {
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            File.WriteAllText(In("release.key"), key.ExportPkcs8PrivateKeyPem());
            File.WriteAllText(In("release.pub"), key.ExportSubjectPublicKeyInfoPem());
        }

        File.WriteAllText(In("tiers.json"), """{"tiers":[{"name":"device","slowdown":100},{"name":"cloud"}],"links":[{"from":"device","to":"cloud","up":"1Gbps"}]}""");
        string model = Path.Combine(data.Repository, "mlp", "1", "model.onnx");
        (int code, _, string error) = await FulcrumProcess.RunAsync("plan", model, "--data", "digits", "--tiers", In("tiers.json"), "--samples", "60", "--raw-input-stays", "-o", In("plan"));
        Assert.True(code == 0, error);
        (code, string output, error) = await FulcrumProcess.RunAsync("release", In("plan"), "--key", In("release.key"), "--output", "json");
        Assert.True(code == 0, error);
        JsonElement release = JsonDocument.Parse(output).RootElement;
        Assert.Equal((1, 2), (release.GetProperty("release").GetInt32(), release.GetProperty("files").GetInt32()));
        using Process server = FulcrumProcess.Start("serve", "--plan", In("plan"), "--tier", "cloud", "--urls", "http://127.0.0.1:0", "--output", "json");
        string line = (await server.StandardOutput.ReadLineAsync())!;
        string url = JsonDocument.Parse(line).RootElement.GetProperty("url").GetString()!;
        string[] asks = ["device", "--plan", In("store"), "--update-from", url, "--model", release.GetProperty("model").GetString()!, "--trust", In("release.pub"), "--next", url, "--data", "digits", "--requests", "20", "--output", "json", "--progress", "none"];
        try
        {
            (code, output, error) = await FulcrumProcess.RunAsync(asks);
            Assert.True(code == 0, error);
            Assert.Contains("release 1 of", error, StringComparison.Ordinal);
            (code, _, error) = await FulcrumProcess.RunAsync(asks);
            Assert.Contains("is the newest", error, StringComparison.Ordinal);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }

        (code, _, error) = await FulcrumProcess.RunAsync(asks);
        Assert.Contains("stays in use", error, StringComparison.Ordinal);
        Assert.Equal(1, code);
        Assert.Contains("cannot be reached", error, StringComparison.Ordinal);
        Assert.Equal(2, (await FulcrumProcess.RunAsync("release", In("plan"), "--key", In("release.key"), "--number", "1")).Code);
    }

    private string In(string name) => Path.Combine(_folder, name);
}
