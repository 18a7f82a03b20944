using Fulcrum.Configuration;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;
using Fulcrum.Problems.Quantities;

namespace Fulcrum.Lab.Studies;

/// <summary>The study file, YAML or JSON. See docs/verbs/study.md.</summary>
public static class StudyFile
{
    private const string Code = "study";

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="InputException">The file cannot be read, is no YAML or JSON, or holds any problem; every one is named.</exception>
    public static StudyDesign Read(string path) => Parse(ConfigDocument.Read(path, Code, "Give the path of a study file."), Path.GetDirectoryName(Path.GetFullPath(path)) ?? "");

    /// <summary>Reads and checks a text.</summary>
    /// <param name="document">It.</param>
    /// <param name="folder">What paths in it are relative to.</param>
    /// <exception cref="InputException">It holds any problem; every one is named.</exception>
    public static StudyDesign Parse(ConfigDocument document, string folder)
    {
        List<Problem> problems = [];
        var paths = new StudyPaths(folder, problems);
        var root = new ConfigFields(document, problems);
        string tiers = root.Text("tiers");
        var design = new StudyDesign
        {
            Name = root.Text("name"),
            System = (tiers.Length > 0 && paths.Resolve(tiers, "tiers") is string file ? System(file, problems) : null)!,
            Models = [.. root.Items("models").Select((m, i) => Model(m, paths, $"models[{i}]"))],
            Operators = [.. root.Items("operators").Select(Operator)],
            Placements = [.. root.Items("placements").Select(Placement)],
            Modes = [.. root.Texts("modes").Select((m, i) => Mode(m, $"modes[{i}]", problems))],
            Warmup = Count(root, "warmup", 20, 0, problems),
            Runs = Count(root, "runs", 50, 1, problems),
            Rounds = Count(root, "rounds", 2, 1, problems),
            InFlight = Count(root, "in_flight", 0, 0, problems),
            Control = root.Flag("control") ?? true,
            Calibrate = root.Flag("calibrate") ?? true,
        };
        Dictionary<string, IReadOnlyList<double>> rates = Sweep(root, design.System, problems);
        root.Close();
        if (design.Modes.Count == 0)
            design = design with { Modes = [StudyMode.Fulcrum] };
        if (design.System is not null)
            design = design with { Conditions = StudyConditions.Of(design.System, rates) };
        HashSet<string> said = [.. problems.Select(p => p.Place)];
        problems.AddRange(StudyChecks.Check(design).Where(p => !said.Contains(p.Place)));
        if (problems.Count == 0)
            problems.AddRange(StudyNames.Files(design));
        return problems.Count == 0 ? design : throw new InputException(document.Locate(problems));
    }

    private static StudyModel Model(ConfigFields fields, StudyPaths paths, string place)
    {
        string file = fields.Text("file"), data = fields.Text("data");
        var model = new StudyModel(fields.Text("name"), paths.Resolve(file, $"{place}.file") ?? file, paths.ResolveData(data, $"{place}.data"))
        {
            Prepared = fields.OptionalText("prepared"),
            Student = fields.OptionalText("student") is string student ? paths.Resolve(student, $"{place}.student") : null,
            IsJudged = fields.Flag("judged") ?? true,
            Operators = fields.Texts("operators") is { Count: > 0 } names ? names : null,
        };
        fields.Close();
        return model;
    }

    private static StudyOperator Operator(ConfigFields fields)
    {
        var made = new StudyOperator(fields.Text("name"), fields.Text("apply"));
        fields.Close();
        return made;
    }

    private static StudyPlacement Placement(ConfigFields fields)
    {
        if (fields.Short is string tiers)
            return new StudyPlacement(tiers.Split('+', StringSplitOptions.TrimEntries));
        var made = new StudyPlacement(fields.Text("tiers").Split('+', StringSplitOptions.TrimEntries))
        {
            Operators = fields.Texts("operators") is { Count: > 0 } names ? names : null,
            Partition = fields.OptionalText("partition"),
        };
        fields.Close();
        return made;
    }

    private static StudyMode Mode(string text, string place, List<Problem> problems)
    {
        StudyMode[] modes = Enum.GetValues<StudyMode>();
        int known = Array.FindIndex(modes, m => Strategy.NameOf(m) == text);
        if (known < 0)
            problems.Add(new Problem("study-malformed", place, $"'{text}' is no mode.", $"Write {string.Join(" or ", modes.Select(Strategy.NameOf))}."));
        return modes[Math.Max(0, known)];
    }

    private static Dictionary<string, IReadOnlyList<double>> Sweep(ConfigFields root, TierSystem? system, List<Problem> problems)
    {
        Dictionary<string, IReadOnlyList<double>> rates = [];
        IReadOnlyList<ConfigFields> items = root.Items("sweep");
        for (int i = 0; i < items.Count; i++)
        {
            (string link, IReadOnlyList<string> texts, string place) = (items[i].Text("link"), items[i].Texts("up"), $"sweep[{i}]");
            items[i].Close();
            string[] names = [.. system?.Links.Select(StudyConditions.NameOf) ?? []];
            if (system is not null && link.Length > 0 && !names.Contains(link))
                problems.Add(new Problem("study-tier", $"{place}.link", $"There is no link '{link}'.", $"Links: {string.Join(", ", names)}."));
            if (system?.Links.FirstOrDefault(l => StudyConditions.NameOf(l) == link) is { } swept && system.Find(swept.To).IsReal)
                problems.Add(new Problem("study-sweep", $"{place}.link", $"Tier '{swept.To}' is a real machine: no rate can be set on the link to it.", "Sweep links between emulated tiers."));
            List<double> ups = [];
            foreach ((double value, string? error) in texts.Select(t => QuantityText.Parse(t, Unit.DataRate)))
            {
                if (error is not null || !double.IsFinite(value) || value <= 0)
                    problems.Add(new Problem("study-malformed", $"{place}.up", error ?? "Nothing gets through a link without a rate.", "Write for example [1Mbps, 10Mbps]."));
                else if (ups.Any(u => StudyConditions.Megabits(u) == StudyConditions.Megabits(value)))
                    problems.Add(new Problem("study-malformed", $"{place}.up", $"The rate of {StudyConditions.Megabits(value)} Mbit/s is given twice.", "Write each once."));
                else
                    ups.Add(value);
            }

            if (texts.Count == 0)
                problems.Add(new Problem("study-missing", $"{place}.up", "There are no rates.", "Write for example up: [1Mbps, 10Mbps]."));
            else if (link.Length > 0 && rates.ContainsKey(link))
                problems.Add(new Problem("study-malformed", place, $"The link '{link}' is given twice.", "Write each link once, with all its rates."));
            else if (ups.Count > 0)
                rates[link] = ups;
        }

        return rates;
    }

    private static int Count(ConfigFields fields, string name, int standard, int least, List<Problem> problems)
    {
        double value = fields.Number(name) ?? standard;
        if (value >= least && value <= 1_000_000 && value == Math.Floor(value))
            return (int)value;
        problems.Add(new Problem("study-malformed", name, FormattableString.Invariant($"{value} is no number of that kind."), $"Write a whole number from {least} on."));
        return standard;
    }

    private static TierSystem? System(string path, List<Problem> problems)
    {
        try
        {
            return TiersFile.Read(path);
        }
        catch (InputException wrong)
        {
            problems.AddRange(wrong.Problems.Select(p => p.Code == "tiers-not-readable" ? p with { Place = "tiers" } : p));
            return null;
        }
    }
}
