using Fulcrum.Graphs;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Stages;

/// <summary>Checks that a segment reads and makes what the plan says.</summary>
internal static class StageCheck
{
    public static IEnumerable<Problem> Check(Stage stage)
    {
        foreach (ValueInfo read in stage.Reads)
        {
            ManifestTensor? given = stage.Incoming.FirstOrDefault(t => t.Name == read.Name);
            if (given is null || !StageElements.Fits(read, given))
                yield return Foreign(stage, read.Name, given is null ? "The segment reads a tensor that does not come in." : "The segment reads it as another element type or shape.");
        }

        ManifestValue[] wanted = [.. stage.Outgoing, .. stage.Answers.Where(o => o.Tier == stage.Name)];
        foreach (ManifestValue value in wanted)
        {
            ValueInfo? made = stage.Makes.FirstOrDefault(m => m.Name == value.Name);
            bool passed = value is ManifestTensor && stage.Incoming.Any(t => t.Name == value.Name);
            if (made is null ? !passed : !StageElements.Fits(made, value))
                yield return Foreign(stage, value.Name, made is null ? "The segment does not make a tensor that goes out." : "The segment makes it as another element type or shape.");
        }

        foreach (ValueInfo made in stage.Makes.Where(m => wanted.All(w => w.Name != m.Name)))
            yield return Foreign(stage, made.Name, "The segment makes a tensor that goes nowhere.");
    }

    private static Problem Foreign(Stage stage, string tensor, string message) =>
        new("plan-segment-foreign", $"{stage.Folder.Manifest.Tiers[stage.Index].Segment}: {tensor}", message, "Write the folder again from its plan.");
}
