using System.Security.Cryptography;
using Fulcrum.Protocol.CutTensors;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Protocol.Tests.Plans;

/// <summary>Plans made up from a seed, and the bytes of their segments.</summary>
internal static class RandomPlans
{
    public static (PlanManifest Manifest, Dictionary<string, byte[]> Segments) Create(int seed)
    {
        var random = new Random(seed);
        int tiers = random.Next(1, 5);
        Dictionary<string, byte[]> segments = [];
        ManifestTier Tier(int index, bool computes)
        {
            if (!computes)
                return ManifestTier.Relay($"tier-{index}");
            ManifestSegment[] parts = [.. Enumerable.Range(0, random.Next(1, 3)).Select(p => Segment($"{index}-{p}.onnx"))];
            return new ManifestTier($"tier-{index}", parts, parts.Length > 1 ? [new ManifestValue("inner", PlanElement.Float32, [1, 4])] : []);
        }

        ManifestSegment Segment(string file)
        {
            byte[] bytes = new byte[random.Next(1, 100)];
            random.NextBytes(bytes);
            segments[file] = bytes;
            return new ManifestSegment(file, Convert.ToHexStringLower(SHA256.HashData(bytes)), null);
        }

        ManifestTier[] all = [.. Enumerable.Range(0, tiers).Select(t => Tier(t, t == tiers - 1 || random.Next(3) > 0))];
        ManifestValue[] inputs = [new("input \"x\"", PlanElement.Float32, [1, 3, random.Next(1, 9)]), new("ids", PlanElement.Int64, [1, 7])];
        List<ManifestLink> links = [];
        ManifestTensor[] before = [.. inputs.Select(i => new ManifestTensor(i.Name, i.Element, i.Shape, PlanCoding.Plain))];
        for (int l = 0; l + 1 < tiers; l++)
        {
            ManifestTensor[] own = !all[l].Computes ? [] : [new ManifestTensor($"/relu{l}/ü", PlanElement.Float32, [1, 2, 6], Coding(random))];
            before = [.. own, .. before.Skip(own.Length > 0 ? random.Next(2) : 0)];
            links.Add(new ManifestLink(all[l].Name, all[l + 1].Name, before));
        }

        ManifestOutput[] outputs = [new("y", PlanElement.Float32, [1, 10], all[^1].Name), new("z", PlanElement.Int32, [], all.First(t => t.Computes).Name)];
        var predicted = Enumerable.Range(0, random.Next(4)).ToDictionary(i => $"metric_{i}", _ => random.NextDouble() * 1e-3);
        return (new PlanManifest(PlanManifest.CurrentFormat, "net-20.v1", new string('a', 64), inputs, all, links, outputs, predicted), segments);
    }

    private static PlanCoding Coding(Random random) => random.Next(4) switch
    {
        0 => PlanCoding.Plain,
        1 => PlanCoding.Compressed,
        2 => PlanCoding.Base64,
        _ => PlanCoding.Of(CutTensorGrid.FromRanges(random.Next(2, 9), 6, [-1, 0], [0.1f + random.NextSingle(), 3])),
    };
}
