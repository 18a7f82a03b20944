using Fulcrum.Problems;

namespace Fulcrum.Lab.Studies;

/// <summary>What can be wrong with the names of a study: they stand in files, and as files.</summary>
internal static class StudyNames
{
    private const int Longest = 64;

    public static IEnumerable<Problem> Check(StudyDesign design)
    {
        List<Problem> problems = [];
        if (design.Name.Length == 0 || design.Name.Any(char.IsControl))
            problems.Add(new Problem("study-name", "name", "The study's name is empty or takes several lines.", "Give it a name of one line."));
        problems.AddRange(Check("models", ".name", [.. design.Models.Select(m => m.Name)], IsFileName, "letters, digits, dot, dash and underscore"));
        problems.AddRange(Check("operators", ".name", [.. design.Operators.Select(o => o.Name)], IsField, "anything but commas and quotes"));
        problems.AddRange(Check("placements", ".tiers", [.. design.Placements.Select(p => p.Name)], _ => true, ""));
        problems.AddRange(design.Modes.Select((m, i) => (m, i)).Where(m => design.Modes.Take(m.i).Contains(m.m)).Select(m => new Problem("study-name", $"modes[{m.i}]", $"The mode '{Strategy.NameOf(m.m)}' is given twice.", "Write each once.")));
        return problems;
    }

    /// <summary>Different strategies must not share a file: names of files hold less than names do. Asked of designs that are right otherwise.</summary>
    public static IEnumerable<Problem> Files(StudyDesign design)
    {
        IReadOnlyList<Strategy> all = Strategy.Of(design);
        if (all.Count == 0)
            return [new Problem("study-missing", "operators", "No model runs any operator anywhere.", "Let the lists of operators under models and placements have names in common.")];
        return all.GroupBy(s => s.Key).Where(g => g.Count() > 1).Select(g => g.Take(2).Select(s => s.OperatorName).ToArray())
            .Concat(all.GroupBy(s => (s.Model.Name, s.ArtefactKey)).Where(g => g.DistinctBy(s => s.Composition).Count() > 1).Select(g => g.DistinctBy(s => s.Composition).Take(2).Select(s => s.Composition).ToArray()))
            .Take(1).Select(twice => new Problem("study-name", "operators", $"'{twice[0]}' and '{twice[1]}' would have files of one name.", "Give names that differ in more than signs."));
    }

    private static IEnumerable<Problem> Check(string place, string member, string[] names, Func<string, bool> isGood, string allowed)
    {
        if (names.Length == 0)
            yield return new Problem("study-missing", place, "There are none.", $"List at least one under {place}.");
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i].Length is 0 or > Longest || !isGood(names[i]))
                yield return new Problem("study-name", $"{place}[{i}]{member}", $"'{names[i]}' is no name here.", $"Use 1 to {Longest} characters: {allowed}.");
            else if (names.AsSpan(0, i).Contains(names[i]))
                yield return new Problem("study-name", $"{place}[{i}]{member}", $"'{names[i]}' is given twice.", "Write each once.");
        }
    }

    private static bool IsFileName(string name) => name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static bool IsField(string name) => !name.Any(c => char.IsControl(c) || c is ',' or '"');
}
