using System.Security.Cryptography;
using Fulcrum.Graphs;
using Fulcrum.Problems;
using Fulcrum.Protocol.Packed;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Planning.Deploying;

/// <summary>Writes plan folders from a model in parts: what has to cross each link follows from what the parts read and make.</summary>
/// <param name="serialize">Writes a model as .onnx.</param>
public sealed class PlanFolderWriter(Func<Model, byte[]> serialize)
{
    /// <summary>Writes a folder, all or nothing.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="tiers">The tiers in order, the device first.</param>
    /// <param name="outputs">The model's outputs, in their order.</param>
    /// <param name="coding">How a tensor is sent over the link behind the tier of this position.</param>
    /// <param name="source">The model's name, its hash and predictions.</param>
    /// <param name="dims">Sizes of open dimensions by their symbols; those that are not here count 1.</param>
    /// <exception cref="InputException"><c>plan-size-unknown</c>, <c>plan-element</c>, <c>plan-invalid</c>, or the files cannot be written.</exception>
    public PlanFolder Write(
        string path, IReadOnlyList<FolderTier> tiers, IReadOnlyList<string> outputs, Func<int, string, PlanCoding> coding, PlanSource source, IReadOnlyDictionary<string, long>? dims = null)
    {
        PlanParts parts = Make(tiers, outputs, coding, source, dims);
        return PlanFolder.Write(path, parts.Manifest, parts.Segments);
    }

    /// <summary>The same, not written yet.</summary>
    /// <exception cref="InputException"><c>plan-size-unknown</c>, <c>plan-element</c>.</exception>
    public PlanParts Make(
        IReadOnlyList<FolderTier> tiers, IReadOnlyList<string> outputs, Func<int, string, PlanCoding> coding, PlanSource source, IReadOnlyDictionary<string, long>? dims = null)
    {
        var shapes = new TensorShapes(tiers.SelectMany(t => t.Parts).Select(p => p.Model), dims ?? new Dictionary<string, long>());
        Dictionary<string, byte[]> files = [];
        ManifestTier[] made = [.. tiers.Select(t => Tier(t, shapes, files))];
        List<ManifestLink> links = [];
        List<string> known = [.. shapes.Inputs.Select(i => i.Name)];
        for (int l = 0; l + 1 < tiers.Count; l++)
        {
            known.AddRange(tiers[l].Parts.SelectMany(p => p.Model.Graph.Outputs).Select(o => o.Name).Where(o => !known.Contains(o)));
            HashSet<string> read = [.. tiers.Skip(l + 1).SelectMany(t => t.Parts).SelectMany(p => p.Model.Graph.Inputs).Select(i => i.Name)];
            int link = l;
            links.Add(new ManifestLink(tiers[l].Name, tiers[l + 1].Name, [.. known.Where(read.Contains).Select(n => shapes.Value(n)).Select(v => new ManifestTensor(v.Name, v.Element, v.Shape, coding(link, v.Name)))]));
        }

        ManifestOutput[] answers = [.. outputs.Select(o => (Value: shapes.Value(o), Tier: tiers.First(t => t.Parts.Any(p => p.Model.Graph.Outputs.Any(g => g.Name == o))).Name))
            .Select(a => new ManifestOutput(a.Value.Name, a.Value.Element, a.Value.Shape, a.Tier))];
        return new PlanParts(new PlanManifest(PlanManifest.FormatOf(made), source.Model, source.Sha256, [.. shapes.Inputs], made, links, answers, source.Predicted), files);
    }

    /// <summary>A part whose weights travel coded, whole or as a base and what is missing.</summary>
    private ManifestSegment Packed(string name, FolderPart part, Dictionary<string, byte[]> files)
    {
        PackedModel whole = PackedSegment.Of(part.Model, part.Coded, serialize);
        if (part.Base.Count == 0)
            return new ManifestSegment(Add($"{name}.fpk", PackedModelWriter.Write(whole).File, files, out string only), only, part.Exit);
        PackedModel start = whole with { Tensors = part.Base };
        string file = Add($"{name}.fpk", PackedModelWriter.Write(start).File, files, out string hash), more = Add($"{name}-1.fpu", PackedUpgradeWriter.Write(start, whole), files, out string moreHash);
        return new ManifestSegment(file, hash, part.Exit) { Upgrades = [new ManifestUpgrade(more, moreHash)] };
    }

    private static string Add(string file, byte[] bytes, Dictionary<string, byte[]> files, out string hash)
    {
        files[file] = bytes;
        hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return file;
    }

    private ManifestTier Tier(FolderTier tier, TensorShapes shapes, Dictionary<string, byte[]> files)
    {
        List<ManifestSegment> segments = [];
        foreach (FolderPart part in tier.Parts)
        {
            string name = $"{files.Count + 1}-{tier.Name}";
            segments.Add(part.Coded.Count == 0 ? new ManifestSegment(Add($"{name}.onnx", serialize(part.Model), files, out string hash), hash, part.Exit) : Packed(name, part, files));
        }

        HashSet<string> made = [];
        List<string> inner = [];
        foreach (FolderPart part in tier.Parts)
        {
            inner.AddRange(part.Model.Graph.Inputs.Select(i => i.Name).Where(n => made.Contains(n) && !inner.Contains(n)));
            made.UnionWith(part.Model.Graph.Outputs.Select(o => o.Name));
        }

        return new ManifestTier(tier.Name, segments, [.. inner.Select(shapes.Value)]);
    }
}
