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

    [Fact]
    public async Task Device_UpdateFromProgressivePlan_AnswersWithTheBaseAndSwitchesWhileItRuns()
    {
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            File.WriteAllText(In("release.key"), key.ExportPkcs8PrivateKeyPem());
            File.WriteAllText(In("release.pub"), key.ExportSubjectPublicKeyInfoPem());
        }

        File.WriteAllText(In("tiers.json"), """{"tiers":[{"name":"device","holds_models":false,"clock":"10MHz"},{"name":"cloud"}],"links":[{"from":"device","to":"cloud","up":"10Mbps"}]}""");
        string model = Path.Combine(data.Repository, "mlp", "1", "model.onnx");
        (int code, string output, string error) = await FulcrumProcess.RunAsync(
            "plan", model, "--data", "digits", "--tiers", In("tiers.json"), "--samples", "60", "--weights", "latency=1", "--raw-input-stays", "--requests", "100000", "--progressive", "90%", "-o", In("plan"), "--output", "json");
        Assert.True(code == 0, error);
        JsonElement download = JsonDocument.Parse(output).RootElement.GetProperty("downloads")[0];
        long Of(string name) => download.GetProperty(name).GetInt64();
        Assert.InRange(download.GetProperty("predicted_bytes").GetDouble() / Of("weight_bytes"), 0.98, 1.02);
        Assert.InRange((double)(Of("first_bytes") + Of("upgrade_bytes")) / (Of("weight_bytes") + Of("graph_bytes")), 0.9, 1.3);
        (code, _, error) = await FulcrumProcess.RunAsync("release", In("plan"), "--key", In("release.key"));
        Assert.True(code == 0, error);

        using Process server = FulcrumProcess.Start("serve", "--plan", In("plan"), "--tier", "cloud", "--urls", "http://127.0.0.1:0", "--output", "json");
        string url = JsonDocument.Parse((await server.StandardOutput.ReadLineAsync())!).RootElement.GetProperty("url").GetString()!;
        try
        {
            string[] asks = ["device", "--plan", In("store"), "--update-from", url, "--model", "model", "--trust", In("release.pub"), "--next", url, "--data", "digits", "--requests", "40", "--every", "50ms", "--output", "json", "--progress", "none"];
            (code, output, error) = await FulcrumProcess.RunAsync(asks);
            Assert.True(code == 0, error);
            JsonElement upgrade = JsonDocument.Parse(output).RootElement.GetProperty("upgrade");
            Assert.Equal((Of("first_bytes"), Of("upgrade_bytes")), (upgrade.GetProperty("base_bytes").GetInt64(), upgrade.GetProperty("upgrade_bytes").GetInt64()));
            Assert.InRange(upgrade.GetProperty("first_answer_seconds").GetDouble(), 0.001, upgrade.GetProperty("switched_seconds").GetDouble() + 30);
            Assert.InRange(upgrade.GetProperty("requests_before").GetInt64(), 0, 49);
            Assert.Contains("bytes fetched, in use", error, StringComparison.Ordinal);
            (code, output, error) = await FulcrumProcess.RunAsync(asks);
            Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(output).RootElement.GetProperty("upgrade").GetProperty("switched_seconds").ValueKind);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private string In(string name) => Path.Combine(_folder, name);
}
