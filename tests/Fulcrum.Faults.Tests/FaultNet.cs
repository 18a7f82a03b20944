using System.Security.Cryptography;
using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Graphs.Text;
using Fulcrum.Onnx;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Sets;
using Fulcrum.Protocol.Tables;
using Fulcrum.Runtime;

namespace Fulcrum.Faults.Tests;

/// <summary>A small net, and a set of three plans of it: alone, cut in the middle, everything sent. All of them give the same bits.</summary>
internal static class FaultNet
{
    public const string Name = "net";

    public const int Width = 784;

    private const int Hidden = 256, Classes = 10;

    /// <summary>The net; each version has other weights.</summary>
    public static Model Make(int version)
    {
        Model model = GraphText.Parse($$"""
            <ir_version: 8, opset_import: ["" : 17]>
            g (float[1, {{Width}}] x) => (float[1, {{Classes}}] y) { h1 = MatMul(x, w1) r1 = Relu(h1) h2 = MatMul(r1, w2) r2 = Relu(h2) y = MatMul(r2, w3) }
            """);
        var random = new Random(version);
        Tensor Weight(string name, int inputs, int outputs) => Tensor.From<float>(name, [inputs, outputs], [.. Enumerable.Range(0, inputs * outputs).Select(_ => ((random.NextSingle() * 2) - 1) / 16)]);
        return model with { Graph = model.Graph with { Initializers = [Weight("w1", Width, Hidden), Weight("w2", Hidden, Hidden), Weight("w3", Hidden, Classes)] } };
    }

    /// <summary>The whole model's answers.</summary>
    public static byte[][] Answers(int version, IReadOnlyList<float[]> samples)
    {
        using OnnxRuntimeModel model = new OnnxRuntimeRunner(1).Load(Make(version));
        return [.. samples.Select(s => model.Run([Tensor.From<float>("x", [1, Width], s)])[0].Bytes.ToArray())];
    }

    /// <summary>Writes the set.</summary>
    public static PlanSet Write(string folder, int version)
    {
        Model model = Make(version);
        CutMap map = CutMap.Of(model);
        string[] tiers = ["device", "server"];
        PlanParts[] plans = [Parts(model, ["device"], null), Parts(model, tiers, map.At([0, 1])), Parts(model, tiers, map.AllInTail)];
        // Constant, per request, slowdowns of device and server, seconds of a byte up, down and fetched.
        TableRow Row(int row, string name, int links, double[] seconds, double up) => new(
            $"plan-{row}.json", new string('0', 64), name, name, links, 0, seconds,
            Cost(links, seconds, up), new double[7], Cost(links, seconds, up), []);
        static double[] Cost(int links, double[] seconds, double up) => [links * 0.001, 0, seconds[0], links > 0 ? seconds[1] : 0, up, links * 60, 0];
        var table = new TableManifest(
            TableManifest.CurrentFormat, Name, tiers, FeatureLayout.Names(tiers), new Dictionary<string, double> { ["latency"] = 1 }, [], TableHysteresis.Standard,
            new TableConditions(1, [new TableRange(1, 1, 1), new TableRange(1, 1, 8)], [new TableLink(new TableRange(100e6, 1e5, 1e9), 1, 0.001)]), "measured",
            [Row(0, "alone", 0, [0.02], 0), Row(1, "cut", 1, [0.015, 0.0001], 1100), Row(2, "sent", 1, [0, 0.0002], 3200)]);
        return PlanSet.Write(folder, table, plans);
    }

    private static PlanParts Parts(Model model, string[] tiers, Cut? cut)
    {
        bool isWhole = cut is null || cut.HeadNodes.Count == 0;
        Model[] parts = isWhole ? [model] : [.. ModelSplitter.Split(model, [cut!]).Select(p => p.Model)];
        Dictionary<string, byte[]> files = [];
        ManifestTier Tier(string name, Model part)
        {
            byte[] bytes = files[$"{name}.onnx"] = OnnxFile.Serialize(part);
            return new ManifestTier(name, [new ManifestSegment($"{name}.onnx", Convert.ToHexStringLower(SHA256.HashData(bytes)), null)], []);
        }

        ManifestTier[] made = cut is null ? [Tier(tiers[0], model)] : isWhole ? [ManifestTier.Relay(tiers[0]), Tier(tiers[1], model)] : [Tier(tiers[0], parts[0]), Tier(tiers[1], parts[1])];
        ManifestLink[] links = cut is null ? [] : [new ManifestLink(tiers[0], tiers[1], [.. cut.Tensors.Select(t => new ManifestTensor(t.Name, PlanElement.Float32, t.Name == "x" ? [1, Width] : [1, Hidden], isWhole ? PlanCoding.Plain : PlanCoding.Compressed))])];
        var manifest = new PlanManifest(
            PlanManifest.CurrentFormat, Name, new string('0', 64), [new("x", PlanElement.Float32, [1, Width])], made, links, [new ManifestOutput("y", PlanElement.Float32, [1, Classes], tiers[^1])], new Dictionary<string, double>());
        return new PlanParts(manifest, files);
    }
}
