using Fulcrum.Graphs;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Stages;

/// <summary>Checks that segments read and make what the plan says.</summary>
internal static class StageCheck
{
    public static IEnumerable<Problem> Check(Stage stage)
    {
        var known = stage.Incoming.ToDictionary(t => t.Name, t => (ManifestValue)t);
        ManifestValue[] leaving = [.. stage.Outgoing, .. stage.Answers.Where(o => o.Tier == stage.Name)];
        HashSet<string> made = [];
        foreach (StagePart part in stage.Parts)
        {
            foreach (ValueInfo read in part.Reads)
            {
                if (!known.TryGetValue(read.Name, out ManifestValue? given) || !StageElements.Fits(read, given))
                    yield return Foreign(part, read.Name, given is null ? "The segment reads a tensor that does not come in." : "The segment reads it as another element type or shape.");
            }

            ManifestExit? exit = part.Segment.Exit;
            if (exit is not null && part.Makes.All(m => m.Name != exit.Output))
                yield return Foreign(part, exit.Output, "The segment does not make its exit's logits.");
            foreach (ValueInfo value in part.Makes)
            {
                ManifestValue? wanted = leaving.Concat(stage.Tier.Values).FirstOrDefault(w => w.Name == value.Name) ?? (value.Name == exit?.Output ? stage.Answers[0] with { Name = value.Name } : null);
                if (wanted is null || !StageElements.Fits(value, wanted))
                    yield return Foreign(part, value.Name, wanted is null ? "The segment makes a tensor that goes nowhere." : "The segment makes it as another element type or shape.");
                else
                    known[value.Name] = wanted;
                made.Add(value.Name);
            }
        }

        foreach (ManifestValue value in leaving.Concat(stage.Tier.Values).Where(v => !made.Contains(v.Name) && !(v is ManifestTensor && stage.Incoming.Any(t => t.Name == v.Name))))
            yield return Foreign(stage.Parts.Count > 0 ? stage.Parts[^1] : null, value.Name, "The tier does not make this tensor.");
    }

    private static Problem Foreign(StagePart? part, string tensor, string message) => new("plan-segment-foreign", $"{part?.Segment.File}: {tensor}", message, "Write the folder again from its plan.");
}
