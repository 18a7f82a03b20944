using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Fulcrum.Device;
using Fulcrum.Device.Following;
using Fulcrum.Device.Releases;
using Fulcrum.Protocol.Releases;
using Fulcrum.Protocol.Sets;
using Fulcrum.Runtime;

namespace Fulcrum.Faults.Tests;

/// <summary>A server that hands out releases of the set, and the store of a device that takes them.</summary>
internal sealed class ReleaseSite : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Dictionary<int, byte[][]> _answers = [];

    public ReleaseSite(FaultSite site, string? store = null)
    {
        (Site, StoreFolder) = (site, store ?? Path.Combine(site.Folder, "store"));
        File.WriteAllText(Path.Combine(site.Folder, "release.pub"), _key.ExportSubjectPublicKeyInfoPem());
        Publish(0);
    }

    public FaultSite Site { get; }

    public string StoreFolder { get; }

    public ReleaseStore Store => new(StoreFolder);

    /// <summary>The version that was published last; its release has the number after it.</summary>
    public int Version { get; private set; }

    public void Dispose() => _key.Dispose();

    /// <summary>Signs another version of the set where the server looks.</summary>
    public void Publish(int version)
    {
        PlanSet set = FaultNet.Write(Site.Plan, version);
        string[] files = [PlanSet.FileName, .. set.Table.Rows.Select(r => r.Plan), .. set.Plans.SelectMany(p => p.Manifest.Tiers.Where(t => t.Name == "device")).SelectMany(t => t.Segments).Select(s => s.File).Distinct()];
        ReleaseFolder.Write(Site.Plan, FaultNet.Name, files, version + 1, TimeProvider.System.GetUtcNow().AddDays(-1), null, _key);
        Version = version;
    }

    /// <summary>Starts a device that brings its store up to date and asks so often.</summary>
    public Process Device(Uri server, int requests) => Site.Start(
        "device", "--plan", StoreFolder, "--update-from", server.ToString(), "--model", FaultNet.Name, "--trust", Path.Combine(Site.Folder, "release.pub"), "--next", server.ToString(), "--data", Site.DataFolder,
        "--requests", $"{requests}", "--warmup", "0", "--slowdown", "20", "--threads", "1", "--every", "5ms", "--deadline", "500ms", "--progress", "none", "--output", "json");

    /// <summary>Runs a device to its end; its answers have to be those of one version.</summary>
    /// <returns>The version.</returns>
    public async Task<int> RequireWholeAsync(Uri server, int[] versions)
    {
        Process device = Device(server, FaultSite.Samples);
        Task<string> output = device.StandardOutput.ReadToEndAsync(), error = device.StandardError.ReadToEndAsync();
        await device.WaitForExitAsync();
        Assert.True(device.ExitCode == 0, await error);
        JsonElement report = JsonDocument.Parse(await output).RootElement;
        string told = report.GetProperty("answers_sha256").GetString()!;
        Assert.Equal(0, report.GetProperty("following").GetProperty("late").GetInt32());
        return Assert.Single(versions, v => HashOf(v) == told);
    }

    /// <summary>Opens what the store says is in use, without any server, and holds all its answers against the whole model's.</summary>
    /// <returns>The version; null where nothing was ever in use.</returns>
    public async Task<int?> RequireUsableAsync()
    {
        if (Store.Current is null)
            return null;
        string folder = Store.Usable(f => PlanSet.Read(f));
        int version = (int)ReleaseFolder.Read(folder).Release.Manifest.Release - 1;
        using var set = DeployedSet.Open(PlanSet.Read(folder), new OnnxRuntimeRunner(1), null, new FollowOptions());
        byte[][] expected = Answers(version);
        for (int s = 0; s < expected.Length; s += 7)
        {
            Site.Inputs[s].CopyTo(set.Input("x").Span<float>());
            await set.RunAsync();
            Assert.Equal(expected[s], set.Output(0).ToArray());
        }

        return version;
    }

    private byte[][] Answers(int version) => _answers.TryGetValue(version, out byte[][]? answers) ? answers : _answers[version] = FaultNet.Answers(version, Site.Inputs);

    /// <summary>As the device sums its answers up: the hash of the hashes of each.</summary>
    private string HashOf(int version)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] answer in Answers(version))
            hash.AppendData(SHA256.HashData(answer));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
