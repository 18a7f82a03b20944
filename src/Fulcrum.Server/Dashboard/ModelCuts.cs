using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Server.Dashboard;

/// <summary>Where a model can be cut, along its depth; a plan's model in the parts that its tiers run (docs/protocol.md).</summary>
internal sealed record ModelCuts(string Model, IReadOnlyList<CutsOfPart> Parts)
{
    public static ModelCuts Of(ServedModel model) => new(model.Name, [CutsOfPart.Of(Path.GetFileName(model.File), null, model.File)]);

    public static ModelCuts Of(ServedPlan plan)
    {
        PlanManifest manifest = plan.Folder.Manifest;
        return new(manifest.Model, [.. manifest.Tiers.SelectMany(t => t.Segments.Select(s => (Tier: t.Name, s.File, Path: plan.Folder.PathOf(s)))).Where(s => File.Exists(s.Path)).Select(s => CutsOfPart.Of(s.File, s.Tier, s.Path))]);
    }
}

/// <summary>One .onnx file.</summary>
internal sealed record CutsOfPart(string File, string? Tier, bool IsComplete, long Macs, long Parameters, IReadOnlyList<CutRow> Cuts)
{
    /// <exception cref="InputException">The file is no model, or too large to search.</exception>
    public static CutsOfPart Of(string file, string? tier, string path)
    {
        Model model = OnnxFile.Read(path);
        var map = CutMap.Of(model);
        CutSet set = map.Find();
        Cut[] all = [map.AllInTail, .. set.Cuts, map.AllInHead];
        return new CutsOfPart(file, tier, set.IsComplete, map.AllInHead.HeadMacs, map.AllInHead.HeadParameters, [.. all.Select(CutRow.Of)]);
    }
}

/// <summary>A cut; the first has everything behind it, the last everything before it.</summary>
internal sealed record CutRow(int Cut, string Name, int Tensors, long? Bytes, long HeadMacs, long TailMacs, long HeadParameters, long TailParameters, double Depth)
{
    public static CutRow Of(Cut cut, int number) => new(number, cut.Name, cut.Tensors.Count, cut.Bytes, cut.HeadMacs, cut.TailMacs, cut.HeadParameters, cut.TailParameters, cut.Depth);
}
