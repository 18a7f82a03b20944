using System.Globalization;
using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Cli.Verbs;

/// <summary>Cuts as people name them: by number in the default list, or by their tensors.</summary>
internal static class CutSelection
{
    public static IReadOnlyList<Cut> Parse(Model model, string text, IReadOnlyDictionary<string, long> dims)
    {
        IReadOnlyList<Cut> listed = CutFinder.Find(model, new CutOptions { Dims = dims }).Cuts;
        Lazy<IReadOnlyList<Cut>> all = new(() => CutFinder.Find(model, new CutOptions { Dims = dims, IncludeDominated = true, MaximumTensors = Math.Max(3, text.Split('+').Length) }).Cuts);
        return [.. Words(text, listed, all).Select(word => Find(word, listed, all.Value))];
    }

    /// <summary>Tensor names may hold commas: a text that names a cut as it is stays whole.</summary>
    private static string[] Words(string text, IReadOnlyList<Cut> listed, Lazy<IReadOnlyList<Cut>> all) =>
        !text.Contains(',', StringComparison.Ordinal) || listed.Any(c => c.Name == text) || all.Value.Any(c => c.Name == text) ? [text] : text.Split(',', StringSplitOptions.TrimEntries);

    private static Cut Find(string word, IReadOnlyList<Cut> listed, IReadOnlyList<Cut> all)
    {
        if (all.FirstOrDefault(c => c.Name == word) is Cut named)
            return named;
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && listed.FirstOrDefault(c => c.Id == id) is Cut numbered)
            return numbered;
        string[] wanted = [.. word.Split('+').Order(StringComparer.Ordinal)];
        return all.FirstOrDefault(c => c.Tensors.Select(t => t.Name).Order(StringComparer.Ordinal).SequenceEqual(wanted)) ?? throw Unknown(word, listed, all);
    }

    private static InputException Unknown(string word, IReadOnlyList<Cut> listed, IReadOnlyList<Cut> all)
    {
        string range = listed.Count == 0 ? "The model cannot be cut." : $"Numbers run from 1 to {listed.Count}; `fulcrum cuts MODEL --all` lists every cut with its tensors.";
        return Suggestions.Closest(word, all.Select(c => c.Name)) is string near
            ? new InputException("cut-unknown", $"--at {word}", "There is no such cut.", $"Did you mean '{near}'? {range}")
            : new InputException("cut-unknown", $"--at {word}", "There is no such cut.", range);
    }
}
