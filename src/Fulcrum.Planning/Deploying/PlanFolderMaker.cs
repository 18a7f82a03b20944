using Fulcrum.Graphs;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Planning.Deploying;

/// <summary>Makes plan folders from what the planner chose: the variant is split at the plan's cuts and behind its exits, and every tensor that crosses gets its coding.</summary>
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
        PlanParts parts = Make(plan, variant, source);
        return PlanFolder.Write(path, parts.Manifest, parts.Segments);
    }

    /// <summary>The same, not written yet.</summary>
    /// <exception cref="InputException"><c>plan-coding</c>, <c>plan-size-unknown</c>, <c>plan-element</c>.</exception>
    public PlanParts Make(Plan plan, Variant variant, PlanSource source)
    {
        ILookup<string, PlanSegment> parts = PlanSegments.Of(plan, variant, source.Weights).ToLookup(p => p.Tier);
        FolderTier[] tiers = [.. plan.Tiers.Select(t => new FolderTier(t.Tier, [.. parts[t.Tier].Select(p => new FolderPart(p.Model, Exit(p.Exit)) { Coded = p.Coded, Base = Base(p, source) })]))];
        PlanCoding Coding(int link, string tensor) => plan.Links[link].Cut.Tensors.Zip(plan.Links[link].Codings).Where(c => c.First.Name == tensor).Select(c => PlanSource.Coding(tensor, c.Second)).FirstOrDefault(PlanCoding.Plain);
        IEnumerable<string> outputs = variant.Map.Model.Graph.Outputs.Select(o => o.Name).Except(variant.Exits.Select(e => e.Output));
        return new PlanFolderWriter(serialize).Make(tiers, [.. outputs], Coding, source, variant.Map.Options.Dims);
    }

    private static PackedTensor[] Base(PlanSegment part, PlanSource source) => source.Base(part.Tier) is { } weights ? [.. part.Coded.Select(t => weights[t.Name])] : [];

    private static ManifestExit? Exit(VariantExit? exit) => exit is null ? null : new ManifestExit(exit.Output, exit.Confidence, exit.Threshold);
}
