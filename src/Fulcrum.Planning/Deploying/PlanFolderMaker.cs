using System.Security.Cryptography;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Graphs;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Planning.Deploying;

/// <summary>Makes plan folders from what the planner chose: the variant is split at the plan's cuts, and every tensor that crosses gets its shape for one sample and its coding.</summary>
/// <param name="serialize">Writes a model as .onnx.</param>
public sealed class PlanFolderMaker(Func<Model, byte[]> serialize)
{
    /// <summary>Writes a folder, all or nothing.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="variant">The variant that the plan names.</param>
    /// <param name="source">The model's name, the variant's hash, codings and predictions.</param>
    /// <exception cref="InputException">
    /// <c>plan-coding</c> (a tensor is coded in a way that no folder can say), <c>plan-size-unknown</c>, <c>plan-element</c>, <c>plan-invalid</c>, or the files cannot be written.
    /// </exception>
    public PlanFolder Write(string path, Plan plan, Variant variant, PlanSource source)
    {
        IReadOnlyList<ModelSegment> segments = PlanSegments.Of(plan, variant, source.Weights);
        var shapes = new TensorShapes(variant);
        List<ManifestTier> tiers = [];
        Dictionary<string, byte[]> files = [];
        HashSet<string> made = [];
        List<ManifestOutput> outputs = [];
        foreach (PlanTier tier in plan.Tiers)
        {
            if (tier.Nodes.Count == 0)
            {
                tiers.Add(new ManifestTier(tier.Tier, null, null));
                continue;
            }

            ModelSegment segment = segments[files.Count];
            string file = $"{files.Count + 1}-{tier.Tier}.onnx";
            files[file] = serialize(segment.Model);
            tiers.Add(new ManifestTier(tier.Tier, file, Convert.ToHexStringLower(SHA256.HashData(files[file]))));
            outputs.AddRange(variant.Map.Model.Graph.Outputs.Where(o => segment.Outputs.Contains(o.Name) && made.Add(o.Name)).Select(o => shapes.Output(o.Name, tier.Tier)));
        }

        ManifestLink[] links = [.. plan.Links.Select((link, i) => new ManifestLink(
            plan.Tiers[i].Tier, plan.Tiers[i + 1].Tier, [.. link.Cut.Tensors.Zip(link.Codings, (t, c) => shapes.Tensor(t.Name, PlanSource.Coding(t.Name, c)))]))];
        string[] order = [.. variant.Map.Model.Graph.Outputs.Select(o => o.Name)];
        var manifest = new PlanManifest(
            PlanManifest.CurrentFormat, source.Model, source.Sha256, [.. shapes.Inputs], tiers, links, [.. outputs.OrderBy(o => Array.IndexOf(order, o.Name))], source.Predicted);
        return PlanFolder.Write(path, manifest, files);
    }
}
