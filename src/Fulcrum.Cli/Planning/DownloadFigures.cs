using Fulcrum.Cli.Results;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Onnx;
using Fulcrum.Planning.Deploying;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Protocol.Packed;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Cli.Planning;

/// <summary>What tiers fetch, as results.</summary>
internal static class DownloadFigures
{
    /// <summary>Of each tier that fetches coded weights.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="prepared">Its variant.</param>
    /// <param name="system">The tiers.</param>
    /// <param name="parts">The folder that was written.</param>
    public static IEnumerable<DownloadFigure> Of(Plan plan, PreparedVariant prepared, TierSystem system, PlanParts parts)
    {
        ILookup<string, PlanSegment> segments = PlanSegments.Of(plan, prepared.Variant, tier => prepared.WeightsOn(system.Find(tier), plan)).Where(s => s.Coded.Count > 0).ToLookup(s => s.Tier);
        foreach (PlanTier tier in plan.Tiers.Where(t => segments.Contains(t.Tier)))
        {
            ManifestSegment[] written = [.. parts.Manifest.Tiers.Single(t => t.Name == tier.Tier).Segments.Where(s => s.IsPacked)];
            (long all, long graph, long floats) = (0, 0, 0);
            foreach (PackedModel whole in segments[tier.Tier].Select(s => PackedSegment.Of(s.Model, s.Coded, OnnxFile.Serialize)))
            {
                (byte[] file, int graphBytes) = PackedModelWriter.Write(whole);
                (all, graph) = (all + file.Length - graphBytes, graph + graphBytes);
                floats += 4 * (whole.Tensors.Sum(t => t.Symbols.LongLength) + whole.Floats.Sum(f => f.Values.LongLength));
            }

            yield return new DownloadFigure(
                tier.Tier, floats, tier.FetchBytes, all, graph, written.Sum(s => parts.Segments[s.File].LongLength), written.SelectMany(s => s.Upgrades ?? []).Sum(u => parts.Segments[u.File].LongLength));
        }
    }

    /// <summary>What they start with.</summary>
    public static ProgressiveFigure? Of(ProgressiveOutcome? outcome) => outcome is null ? null : new ProgressiveFigure(
        outcome.Chosen?.Name, [.. outcome.Candidates.Select(c => new BaseFigure(c.Name, c.BaseBytes, c.UpgradeBytes, c.WholeBytes, c.Overhead, c.Loss.Drop.Points, [c.Loss.Drop.Interval.Low, c.Loss.Drop.Interval.High]))],
        outcome.Tested?.Drop.Points, outcome.Tested?.Top1, outcome.FirstSeconds, outcome.FirstWholeSeconds, outcome.AmortisedSeconds, outcome.AmortisedWholeSeconds);
}
