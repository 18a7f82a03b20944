using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Server.Dashboard;

/// <summary>A plan folder as it is served (docs/protocol.md).</summary>
internal sealed record PlanCard(
    string Model, string Tag, string PlanSha256, string ModelSha256, string Tier, IReadOnlyList<PlanCardTier> Tiers, IReadOnlyList<PlanCardLink> Links, IReadOnlyDictionary<string, double> Predicted, JsonObject? Decision)
{
    private const string DecisionFile = "decision.json";
    private const long LongestDecision = 8 << 20;
    private static readonly string[] Kept = ["chosen", "summary", "reasons", "candidates", "pareto", "hypervolume"];

    public static PlanCard Of(ServedPlan plan)
    {
        PlanManifest manifest = plan.Folder.Manifest;
        return new PlanCard(
            manifest.Model, Overview.TagOf(plan), plan.Folder.Sha256, manifest.ModelSha256, plan.Tier,
            [.. manifest.Tiers.Select(t => new PlanCardTier(t.Name, [.. t.Segments.Select(s => Segment(plan.Folder, s))]))],
            [.. manifest.Links.Select(l => new PlanCardLink(l.From, l.To, [.. l.Tensors.Select(Tensor)]))],
            manifest.Predicted, ReadDecision(Path.Combine(plan.Path, DecisionFile)));
    }

    private static PlanCardSegment Segment(PlanFolder folder, ManifestSegment segment)
    {
        var file = new FileInfo(folder.PathOf(segment));
        return new PlanCardSegment(segment.File, file.Exists ? file.Length : null, segment.Exit?.Output, segment.Exit?.Threshold);
    }

    private static PlanCardTensor Tensor(ManifestTensor tensor) => new(
        tensor.Name, Text(tensor.Element), tensor.Shape, Text(tensor.Coding.Kind), tensor.Coding.Grid?.Bits, tensor.Bytes, PlanTensorCodec.MaximumLength(tensor));

#pragma warning disable CA1308 // Names of the protocol are in lower case.
    private static string Text<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    /// <summary>What `plan` wrote beside the plan; null where there is nothing that can be read.</summary>
    private static JsonObject? ReadDecision(string path)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: <= LongestDecision } || JsonNode.Parse(File.ReadAllBytes(path)) is not JsonObject all)
                return null;
            return new JsonObject(Kept.Where(k => all[k] is not null).Select(k => KeyValuePair.Create(k, (JsonNode?)all[k]!.DeepClone())));
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>A tier and what it runs.</summary>
internal sealed record PlanCardTier(string Name, IReadOnlyList<PlanCardSegment> Segments);

/// <summary>A segment; bytes are null where its file is not on this machine.</summary>
internal sealed record PlanCardSegment(string File, long? Bytes, string? ExitOutput, double? ExitThreshold);

/// <summary>A link and what crosses it.</summary>
internal sealed record PlanCardLink(string From, string To, IReadOnlyList<PlanCardTensor> Tensors);

/// <summary>A tensor that crosses.</summary>
internal sealed record PlanCardTensor(string Name, string Element, IReadOnlyList<int> Shape, string Coding, int? Bits, long Bytes, long MaximumCodedBytes);

/// <summary>All that is served.</summary>
internal sealed record PlanList(IReadOnlyList<PatternTable> Models, IReadOnlyList<PlanCard> Plans)
{
    public static PlanList Of(Served served) =>
        new([.. served.Models().Where(m => m.Planner is not null).Select(m => PatternTable.Of(m.Name, m.Version, m.Planner!))], [.. served.Plans().Select(PlanCard.Of)]);
}
