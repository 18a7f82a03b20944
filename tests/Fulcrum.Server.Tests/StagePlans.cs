using System.Security.Cryptography;
using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Text;
using Fulcrum.Onnx;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Server.Tests;

/// <summary>A small net whose values skip over others, with an output of each part, and plan folders of it.</summary>
internal static class StagePlans
{
    private const string Text = """
        <ir_version: 8, opset_import: ["" : 17]>
        g (float[N, 8] x) => (float[N, 4] y, float[N, 3] early, float[N, 8] middle)
        {
            h1 = MatMul(x, w1) r1 = Relu(h1) early = MatMul(r1, w5) h2 = MatMul(r1, w2) r2 = Relu(h2)
            h3 = MatMul(r2, w3) s = Add(h3, r1) r3 = Relu(s) middle = Tanh(r3)
            h4 = Add(r3, r1) y = MatMul(h4, w4)
        }
        """;

    /// <summary>Where the first and the second link stand: behind r1 and r2, behind r3 with r1 handed on.</summary>
    public static readonly int[] First = [0, 1, 2, 3, 4], Second = [0, 1, 2, 3, 4, 5, 6, 7, 8];

    public static Model Net()
    {
        Model model = GraphText.Parse(Text);
        var random = new Random(1);
        Tensor Weight(string name, int outputs) => Tensor.From<float>(name, [8, outputs], [.. Enumerable.Range(0, 8 * outputs).Select(_ => (random.NextSingle() * 2) - 1)]);
        return model with { Graph = model.Graph with { Initializers = [Weight("w1", 8), Weight("w2", 8), Weight("w3", 8), Weight("w4", 4), Weight("w5", 3)] } };
    }

    public static float[] Input(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 8).Select(_ => (random.NextSingle() * 4) - 2)];
    }

    /// <summary>Writes a folder.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="tiers">Names of tiers, first to last.</param>
    /// <param name="heads">The nodes before each link; empty is nothing, all that a link before has is a tier that hands on.</param>
    /// <param name="coding">Of every tensor on every link.</param>
    public static PlanFolder Write(string folder, string[] tiers, int[][] heads, Func<string, int, PlanCoding>? coding = null)
    {
        Model model = Net();
        CutMap map = CutMap.Of(model);
        Cut[] cuts = [.. heads.Select(h => h.Length == 0 ? map.AllInTail : map.At(h))];
        Cut[] real = [.. cuts.Where(c => c.HeadNodes.Count > 0).DistinctBy(c => c.Name)];
        var parts = new Queue<ModelSegment>(ModelSplitter.Split(model, real));
        Dictionary<string, byte[]> files = [];
        List<ManifestTier> made = [];
        List<ManifestOutput> outputs = [];
        for (int t = 0; t < tiers.Length; t++)
        {
            int before = t == 0 ? 0 : cuts[t - 1].HeadNodes.Count, after = t < cuts.Length ? cuts[t].HeadNodes.Count : model.Graph.Nodes.Count;
            if (before == after)
            {
                made.Add(ManifestTier.Relay(tiers[t]));
                continue;
            }

            ModelSegment part = parts.Dequeue();
            byte[] bytes = files[$"{tiers[t]}.onnx"] = OnnxFile.Serialize(part.Model);
            made.Add(new ManifestTier(tiers[t], [new ManifestSegment($"{tiers[t]}.onnx", Convert.ToHexStringLower(SHA256.HashData(bytes)), null)], []));
            outputs.AddRange(model.Graph.Outputs.Where(o => part.Outputs.Contains(o.Name)).Select(o => new ManifestOutput(o.Name, PlanElement.Float32, [1, Width(o.Name)], tiers[t])));
        }

        ManifestLink[] links = [.. cuts.Select((c, l) => new ManifestLink(
            tiers[l], tiers[l + 1], [.. c.Tensors.Select(t => new ManifestTensor(t.Name, PlanElement.Float32, [1, 8], coding?.Invoke(t.Name, l) ?? PlanCoding.Plain))]))];
        return PlanFolder.Write(folder, new PlanManifest(PlanManifest.CurrentFormat, "net", new string('0', 64), [new("x", PlanElement.Float32, [1, 8])], made, links, outputs, new Dictionary<string, double>()), files);
    }

    private static int Width(string output) => output switch
    {
        "y" => 4,
        "early" => 3,
        _ => 8,
    };
}
