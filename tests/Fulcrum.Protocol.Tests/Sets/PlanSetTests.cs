using System.Text.Json.Nodes;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Sets;
using Fulcrum.Protocol.Tables;

namespace Fulcrum.Protocol.Tests.Sets;

public sealed class PlanSetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-set-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_WhatWasWritten_IsTheSameAndSegmentsAreThereOnce()
    {
        PlanSet written = Write(), read = PlanSet.Read(_folder);
        Assert.True(PlanSet.IsSet(_folder));
        Assert.Equal((written.Sha256, 3), (read.Sha256, read.Plans.Count));
        Assert.Equal(written.Plans.Select(p => p.Tag), read.Plans.Select(p => p.Tag));
        Assert.Equal(3, read.Plans.Select(p => p.Tag).Distinct().Count());
        int named = read.Plans.Sum(p => p.Manifest.Tiers.Sum(t => t.Segments.Count));
        int files = Directory.GetFiles(_folder, "*.onnx").Length;
        Assert.Equal((4, 3), (named, files));
        Assert.All(read.Plans, p => Assert.All(Enumerable.Range(0, p.Manifest.Tiers.Count), t => p.Segments(t)));
        byte[] table = File.ReadAllBytes(Path.Combine(_folder, PlanSet.FileName));
        Write();
        Assert.Equal(table, File.ReadAllBytes(Path.Combine(_folder, PlanSet.FileName)));
    }

    public static TheoryData<string, string, string> Wrongs => new()
    {
        { "table-format", "format", "7" },
        { "table-malformed", "format", "null" },
        { "table-malformed", "unknown", "1" },
        { "table-malformed", "rows", "[null]" },
        { "table-invalid", "model", "\"a/b\"" },
        { "table-invalid", "features", "[\"constant\"]" },
        { "table-invalid", "rows", "[]" },
        { "table-invalid", "times", "\"guessed\"" },
        { "table-invalid", "hysteresis", """{ "margin": 1, "observations": 0 }""" },
        { "table-invalid", "limits", """[{ "metric": "", "most": 1 }]""" },
        { "table-invalid", "rows[0].cost", "[1, 2]" },
        { "table-invalid", "rows[0].energy", "[-1, 0, 0, 0, 0, 0, 0]" },
        { "table-invalid", "rows[0].plan", "\"../plan.json\"" },
        { "table-invalid", "rows[0].links", "2" },
        { "table-invalid", "rows[0].seconds", "[]" },
        { "table-invalid", "rows[0].memory_bytes", "-1" },
        { "table-invalid", "rows[1].plan", "\"plan-0.json\"" },
        { "table-invalid", "conditions.expected_requests", "0" },
        { "table-invalid", "conditions.slowdowns[0].least", "9" },
        { "table-invalid", "conditions.links[0].delay_seconds", "-1" },
        { "table-plan-hash", "rows[1].sha256", "\"0000000000000000000000000000000000000000000000000000000000000000\"" },
        { "table-plan-foreign", "rows[1].links", "0" },
        { "plan-not-readable", "rows[1].plan", "\"plan-9.json\"" },
    };

    [Theory]
    [MemberData(nameof(Wrongs))]
    public void Read_SomethingWrong_IsNamed(string code, string place, string value)
    {
        Write();
        string file = Path.Combine(_folder, PlanSet.FileName);
        JsonNode root = JsonNode.Parse(File.ReadAllText(file))!, at = root;
        string[] path = [.. place.Split('.').SelectMany(p => p.Split('[', ']').Where(s => s.Length > 0))];
        foreach (string step in path[..^1])
            at = int.TryParse(step, out int index) ? at[index]! : at[step]!;
        at[path[^1]] = JsonNode.Parse(value);
        if (code == "table-plan-foreign")
            (root["rows"]![1]!["links"], root["rows"]![1]!["seconds"]) = (0, new JsonArray(0));
        File.WriteAllText(file, root.ToJsonString());
        Assert.Contains(Assert.Throws<InputException>(() => PlanSet.Read(_folder)).Problems, p => p.Code == code);
    }

    [Fact]
    public void Write_PlansOfOtherOutputs_AreRefused()
    {
        (TableManifest table, PlanParts[] plans) = Parts();
        PlanManifest other = plans[0].Manifest with { Inputs = [plans[0].Manifest.Inputs[0] with { Name = "else" }] };
        Assert.Contains(Assert.Throws<InputException>(() => PlanSet.Write(_folder, table, [plans[0] with { Manifest = other }, .. plans[1..]])).Problems, p => p.Code == "table-plan-foreign");
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private PlanSet Write()
    {
        (TableManifest table, PlanParts[] plans) = Parts();
        return PlanSet.Write(_folder, table, plans);
    }

    /// <summary>The whole model (bytes 1) on the device, or on the server; and in two parts (2, 3).</summary>
    private static (TableManifest, PlanParts[]) Parts()
    {
        PlanParts alone = Plan(["device"], [1]), away = Plan(["device", "server"], [0, 1]), split = Plan(["device", "server"], [2, 3]);
        double[] none = new double[7];
        TableRow Row(int links) => new("", "", $"row {links}", "", links, 10, [.. new double[links + 1]], none, none, none, []);
        var table = new TableManifest(
            TableManifest.CurrentFormat, "net", ["device", "server"], FeatureLayout.Names(["device", "server"]), new Dictionary<string, double> { ["latency"] = 1 }, [], TableHysteresis.Standard,
            new TableConditions(1, [new TableRange(1, 1, 2), new TableRange(1, 1, 1)], [new TableLink(new TableRange(1e6, 1e5, 1e7), 1, 0)]), "modelled", [Row(0), Row(1), Row(1)]);
        return (table, [alone, away, split]);
    }

    private static PlanParts Plan(string[] tiers, byte[] contents)
    {
        Dictionary<string, byte[]> files = [];
        ManifestTier[] made = [.. tiers.Zip(contents, (t, c) =>
        {
            if (c == 0)
                return ManifestTier.Relay(t);
            files[$"{t}.onnx"] = [c];
            return new ManifestTier(t, [new ManifestSegment($"{t}.onnx", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([c])), null)], []);
        })];
        ManifestLink[] links = [.. tiers.Skip(1).Select((t, i) => new ManifestLink(tiers[i], t, [new ManifestTensor("x", PlanElement.Float32, [1, 4], PlanCoding.Plain)]))];
        return new PlanParts(
            new PlanManifest(PlanManifest.CurrentFormat, "net", new string('0', 64), [new ManifestValue("x", PlanElement.Float32, [1, 4])], made, links, [new ManifestOutput("y", PlanElement.Float32, [1, 2], tiers[^1])], new Dictionary<string, double>()), files);
    }
}
