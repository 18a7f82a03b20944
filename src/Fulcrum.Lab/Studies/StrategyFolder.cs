using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Graphs;
using Fulcrum.Lab.Artefacts;
using Fulcrum.Onnx;
using Fulcrum.Planning.Deploying;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Lab.Studies;

/// <summary>The plan folder of a strategy: the parts of its artefact on the tiers of its placement, tensors coded as its mode does.</summary>
public static class StrategyFolder
{
    /// <summary>Writes the folder.</summary>
    /// <param name="path">Where.</param>
    /// <param name="strategy">The strategy.</param>
    /// <param name="artefact">Its model in parts.</param>
    /// <exception cref="InputException"><c>study-parts</c> (more or fewer parts than tiers), <c>study-prepared</c>, and those of writing a plan folder.</exception>
    public static PlanFolder Write(string path, Strategy strategy, ArtefactFolder artefact)
    {
        int parts = artefact.Parts.Max(p => p.Tier);
        if (parts != strategy.Placement.Tiers.Count)
            throw new InputException("study-parts", strategy.Key, $"The operators leave {parts} parts for {strategy.Placement.Tiers.Count} tiers.", "Let partition make one part for each tier.");
        TierSystem system = strategy.Conditions.System;
        int[] at = [.. strategy.Placement.Tiers.Select(t => Array.FindIndex([.. system.Tiers], s => s.Name == t))];
        List<FolderPart>[] tiers = [.. Enumerable.Range(0, at[^1] + 1).Select(_ => new List<FolderPart>())];
        foreach (ArtefactPart part in artefact.Parts)
            tiers[at[part.Tier - 1]].Add(new FolderPart(part.Model, part.Exit));
        if (at[0] > 0 && strategy is { Mode: StudyMode.Fulcrum, Model.Prepared: string value })
            Prepare(tiers[0], tiers[at[0]], value);
        FolderTier[] folder = [.. tiers.Select((t, i) => new FolderTier(system.Tiers[i].Name, t))];
        return new PlanFolderWriter(OnnxFile.Serialize).Write(path, folder, artefact.Outputs, (link, _) => strategy.CodingOf(link), new PlanSource(strategy.Model.Name, artefact.Sha256));
    }

    /// <summary>Moves what the device always computes there.</summary>
    private static void Prepare(List<FolderPart> device, List<FolderPart> first, string value)
    {
        Model model = first[0].Model;
        if (new GraphIndex(model.Graph).Producer(value) is not int producer)
            throw new InputException("study-prepared", value, "The model makes no value of that name.", "Name a value up to which the device always computes, or leave `prepared` out.");
        IReadOnlyList<ModelSegment> split = ModelSplitter.Split(model, [CutMap.Of(model).At([producer])]);
        device.Add(new FolderPart(split[0].Model));
        first[0] = first[0] with { Model = split[1].Model };
    }
}
