using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Protocol.Tests.Plans;

public sealed class PlanFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-plan-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_WhatWasWritten_IsTheSameForAnyPlan()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            (PlanManifest manifest, var segments) = RandomPlans.Create(seed);
            string path = Path.Combine(_folder, $"{seed}");
            var written = PlanFolder.Write(path, manifest, segments);
            var read = PlanFolder.Read(path);
            Assert.Equal((written.Sha256, written.Tag), (read.Sha256, read.Tag));
            Assert.Equal(Json(manifest), Json(read.Manifest));
            for (int t = 0; t < manifest.Tiers.Count; t++)
                Assert.Equal(manifest.Tiers[t].Segments.Select(s => segments[s.File]), read.Segments(t));
            string again = Path.Combine(_folder, $"{seed}-again");
            PlanFolder.Write(again, read.Manifest, segments);
            Assert.Equal(File.ReadAllBytes(Path.Combine(path, PlanFolder.FileName)), File.ReadAllBytes(Path.Combine(again, PlanFolder.FileName)));
        }
    }

    [Fact]
    public void Read_SeveralThingsWrong_NamesThemAll()
    {
        (PlanManifest manifest, _) = Chain();
        PlanManifest wrong = manifest with
        {
            Model = "a/b",
            ModelSha256 = "ABC",
            Tiers = [manifest.Tiers[0] with { Segments = [manifest.Tiers[0].Segments[0] with { File = "../x.onnx" }] }, manifest.Tiers[1] with { Name = manifest.Tiers[0].Name }],
            Links = [manifest.Links[0] with { To = "nowhere", Tensors = [manifest.Links[0].Tensors[0] with { Shape = [1, -3] }] }],
            Predicted = new Dictionary<string, double> { ["x"] = double.PositiveInfinity },
        };
        var refused = Assert.Throws<InputException>(() => PlanFolder.Write(_folder, wrong, new Dictionary<string, byte[]>()));
        Assert.All(refused.Problems, p => Assert.Equal("plan-invalid", p.Code));
        foreach (string place in new[] { ": model", ": model_sha256", ": tiers", ": tiers[0].segments[0].file", ": links[0]", ": links[0].tensors[0].shape", ": predicted.x" })
            Assert.Contains(refused.Problems, p => p.Place.EndsWith(place, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("", "plan-malformed")]
    [InlineData("null", "plan-malformed")]
    [InlineData("[]", "plan-malformed")]
    [InlineData("{\"format\":1}", "plan-malformed")]
    [InlineData("\"format\": 2,>\"format\": 2, \"format\": 2,", "plan-malformed")]
    [InlineData("\"format\": 2,>\"format\": 1,", "plan-format")]
    [InlineData("\"format\": 2,>\"format\": 2, \"extra\": 0,", "plan-malformed")]
    [InlineData("\"element\": \"float32\">\"element\": \"float16\"", "plan-malformed")]
    [InlineData("\"element\": \"float32\">\"element\": 77", "plan-invalid")]
    [InlineData("\"kind\": \"plain\">\"kind\": \"grid\"", "plan-invalid")]
    [InlineData("\"kind\": \"plain\">\"kind\": \"grid\", \"grid\": {\"bits\": 4, \"channels\": 1, \"inner\": 1, \"scales\": [0], \"zero_points\": [99]}", "plan-invalid")]
    [InlineData("\"kind\": \"plain\">\"kind\": \"grid\", \"grid\": {\"bits\": 4, \"channels\": 2000000000, \"inner\": 2000000000, \"scales\": [], \"zero_points\": []}", "plan-invalid")]
    [InlineData("\"kind\": \"plain\">\"kind\": \"grid\", \"grid\": {\"bits\": 4, \"channels\": 1, \"inner\": 1, \"scales\": null, \"zero_points\": [0]}", "plan-malformed")]
    [InlineData("\"tier\": \"cloud\">\"tier\": \"clout\"", "plan-invalid")]
    [InlineData("\"shape\": [>\"shape\": [ 2147483647, 2147483647,", "plan-invalid")]
    [InlineData("\"predicted\": {>\"predicted\": { \"x\": 1e999,", "plan-invalid")]
    [InlineData("\"tiers\": [>\"tiers\": [ null,", "plan-malformed")]
    [InlineData("\"segments\": [>\"segments\": [ null,", "plan-malformed")]
    [InlineData("\"exit\": null>\"exit\": { \"output\": \"e\", \"confidence\": \"max-softmax\", \"threshold\": 3 }", "plan-invalid")]
    [InlineData("\"exit\": null>\"exit\": { \"output\": \"\", \"confidence\": \"entropy\", \"threshold\": 0.5 }", "plan-invalid")]
    [InlineData("\"exit\": null>\"exit\": { \"output\": \"e\", \"confidence\": \"margin\", \"threshold\": 0.5 }", "plan-malformed")]
    [InlineData("\"values\": []>\"values\": [ { \"name\": \"v\", \"element\": \"float32\", \"shape\": [1] } ]", "plan-invalid")]
    public void Read_HostileManifest_IsOneKindOfRefusal(string change, string code)
    {
        (PlanManifest manifest, var segments) = Chain();
        PlanFolder.Write(_folder, manifest, segments);
        string file = Path.Combine(_folder, PlanFolder.FileName), text = File.ReadAllText(file);
        string[] parts = change.Split('>');
        Assert.True(parts.Length == 1 || text.Contains(parts[0]), text);
        File.WriteAllText(file, parts.Length == 1 ? change : text.Replace(parts[0], parts[1]));
        var refused = Assert.Throws<InputException>(() => PlanFolder.Read(_folder));
        Assert.All(refused.Problems, p => Assert.Equal(code, p.Code));
    }

    [Fact]
    public void Read_EveryTruncationAndManyMutations_AreRefusedOrHarmless()
    {
        (PlanManifest manifest, var segments) = Chain();
        PlanFolder.Write(_folder, manifest, segments);
        string file = Path.Combine(_folder, PlanFolder.FileName);
        byte[] bytes = File.ReadAllBytes(file);
        var random = new Random(5);
        int refusals = 0;
        for (int i = 0; i < 600; i++)
        {
            byte[] changed = i % 2 == 0 ? bytes[..random.Next(bytes.Length - 2)] : [.. bytes];
            if (i % 2 == 1)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(file, changed);
            try
            {
                PlanFolder.Read(_folder);
            }
            catch (InputException)
            {
                refusals++;
            }
        }

        Assert.InRange(refusals, 300, 600);
    }

    [Fact]
    public void Segment_MissingOrChanged_SaysWhich()
    {
        (PlanManifest manifest, var segments) = Chain();
        PlanFolder.Write(_folder, manifest, segments);
        var folder = PlanFolder.Read(_folder);
        string first = Path.Combine(_folder, manifest.Tiers[0].Segments[0].File);
        byte[] bytes = File.ReadAllBytes(first);
        bytes[^1] ^= 1;
        File.WriteAllBytes(first, bytes);
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => folder.Segments(0)).Problems);
        Assert.Equal(("plan-segment-hash", first), (problem.Code, problem.Place));
        File.Delete(first);
        problem = Assert.Single(Assert.Throws<InputException>(() => folder.Segments(0)).Problems);
        Assert.Equal(("plan-segment-missing", first), (problem.Code, problem.Place));
        Assert.Single(folder.Segments(1));
        Assert.Equal("plan-not-readable", Assert.Throws<InputException>(() => PlanFolder.Read(Path.Combine(_folder, "none"))).Problems[0].Code);
        Assert.Equal("tier-unknown", Assert.Throws<InputException>(() => folder.Find("clod")).Problems[0].Code);
    }

    private static (PlanManifest Manifest, Dictionary<string, byte[]> Segments) Chain()
    {
        Dictionary<string, byte[]> segments = new() { ["1.onnx"] = [1, 2, 3], ["2.onnx"] = [4] };
        ManifestTier Tier(string name, string file) => new(name, [new ManifestSegment(file, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(segments[file])), null)], []);
        return (new PlanManifest(
            PlanManifest.CurrentFormat, "net", new string('0', 64), [new("x", PlanElement.Float32, [1, 4])], [Tier("device", "1.onnx"), Tier("cloud", "2.onnx")],
            [new("device", "cloud", [new("h", PlanElement.Float32, [1, 8], PlanCoding.Plain)])], [new("y", PlanElement.Float32, [1, 2], "cloud")],
            new Dictionary<string, double> { ["latency"] = 0.01 }), segments);
    }

    private static string Json(PlanManifest manifest) => JsonSerializer.Serialize(manifest, PlanJson.Default.PlanManifest);
}
