using Fulcrum.Operators;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Studies;

/// <summary>What can be wrong with a design before anything is run.</summary>
internal static class StudyChecks
{
    public static IEnumerable<Problem> Check(StudyDesign design)
    {
        foreach (Problem problem in StudyNames.Check(design))
            yield return problem;
        if (design.Rounds > design.Runs)
            yield return new Problem("study-malformed", "rounds", FormattableString.Invariant($"{design.Runs} runs cannot be shared out over {design.Rounds} rounds."), "Write at most as many rounds as runs.");
        for (int i = 0; i < design.Models.Count; i++)
        {
            if (!File.Exists(design.Models[i].File))
                yield return new Problem("study-model", $"models[{i}].file", $"There is no file {design.Models[i].File}.", "Name an .onnx file, relative to the study file.");
            foreach (Problem unknown in Known(design.Models[i].Operators, design, $"models[{i}].operators"))
                yield return unknown;
            StudyModel model = design.Models[i];
            bool needs = design.Operators.Any(o => model.Takes(o) && o.NeedsStudent);
            if (needs && !File.Exists(model.Student))
                yield return new Problem("study-model", $"models[{i}].student", model.Student is null ? $"An operator uses {StudyOperator.Student}, and the model has none." : $"There is no file {model.Student}.", "Name an .onnx file, relative to the study file.");
        }

        for (int i = 0; i < design.Operators.Count; i++)
        {
            foreach (Problem problem in Compositions(design.Operators[i], design.Models).SelectMany(c => Composition(c, $"operators[{i}].apply")))
                yield return problem;
        }

        for (int i = 0; i < design.Placements.Count; i++)
        {
            StudyPlacement placement = design.Placements[i];
            foreach (Problem unknown in Known(placement.Operators, design, $"placements[{i}].operators").Concat(Route(placement, design.System, $"placements[{i}].tiers")))
                yield return unknown;
            foreach (Problem problem in placement.Partition is string cut ? Composition(cut, $"placements[{i}].partition") : [])
                yield return problem;
        }
    }

    private static IEnumerable<Problem> Known(IReadOnlyList<string>? names, StudyDesign design, string place) =>
        (names ?? []).Where(n => design.Operators.All(o => o.Name != n)).Select(n => new Problem(
            "study-name", place, $"There is no operator '{n}'.", Suggestions.Closest(n, design.Operators.Select(o => o.Name)) is string near ? $"Did you mean '{near}'?" : "Use a name from operators."));

    /// <summary>Tiers must be there, in the order of the links.</summary>
    private static IEnumerable<Problem> Route(StudyPlacement placement, TierSystem? system, string place)
    {
        if (system is null)
            yield break;
        int last = -1;
        foreach (string tier in placement.Tiers)
        {
            int at = Array.FindIndex([.. system.Tiers], t => t.Name == tier);
            if (at < 0)
                yield return new Problem("study-tier", place, $"There is no tier '{tier}'.", Suggestions.Closest(tier, system.Tiers.Select(t => t.Name)) is string near ? $"Did you mean '{near}'?" : $"Tiers: {string.Join(", ", system.Tiers.Select(t => t.Name))}.");
            else if (at <= last)
                yield return new Problem("study-tier", place, $"No link leads on to '{tier}': parts run from the device outwards.", $"Write the tiers in this order: {string.Join(", ", system.Tiers.Select(t => t.Name))}.");
            last = Math.Max(last, at);
        }
    }

    /// <summary>What an operator is for the models that it is run on; students that are not there are said elsewhere.</summary>
    private static IEnumerable<string> Compositions(StudyOperator named, IReadOnlyList<StudyModel> models) =>
        named.NeedsStudent ? models.Where(m => m.Takes(named) && File.Exists(m.Student)).Select(named.For).Distinct() : [named.Composition];

    private static IEnumerable<Problem> Composition(string text, string place)
    {
        try
        {
            OperatorPipeline.Parse(text);
            return [];
        }
        catch (InputException wrong)
        {
            return [.. wrong.Problems.Select(p => p with { Place = $"{place}: {p.Place}" })];
        }
    }
}
