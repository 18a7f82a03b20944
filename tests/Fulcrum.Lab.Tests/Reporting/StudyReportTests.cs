using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fulcrum.Lab.Calibration;
using Fulcrum.Lab.Reporting;
using Fulcrum.Lab.Studies;
using Fulcrum.Lab.Tests.Studies;

namespace Fulcrum.Lab.Tests.Reporting;

/// <summary>Reports over folders whose measurements, and hence answers, are known.</summary>
public sealed partial class StudyReportTests : IDisposable
{
    private readonly List<MadeStudy> _made = [];

    public void Dispose() => _made.ForEach(m => m.Dispose());

    [Fact]
    public void Matrices_SayWhichIsFasterAndByHowMuch()
    {
        StudySummary study = new(Known().Open());
        ReportTable near = Table(study, "Operators on the same tier", "m, near, fulcrum");
        Assert.Equal(["", "A", "B", "C"], near.Columns);
        // The column against the row, minus: the column is faster. A takes 100 ms, B 50 ms, C 100.5 ms, and A once more 101 ms: C is within what equal strategies differ by.
        Assert.Equal([["A", "", "-L", "="], ["B", "L", "", "L"], ["C", "=", "-L", ""]], near.Rows.Select(r => r.ToArray()));
        ReportTable tiers = Table(study, "Tiers with the same operator", "m, B, fulcrum");
        Assert.Equal([["near", "", "-L"], ["mid", "L", ""]], tiers.Rows.Select(r => r.ToArray()));
        Assert.Equal(1.01, study.Spread, 0.001);
        Assert.Contains("1.01", string.Join(' ', Section(study, "Equal strategies against each other").Blocks.OfType<ReportText>().Select(t => t.Text)));
    }

    [Fact]
    public void Matrix_WithoutControl_SuppressesNothing()
    {
        MadeStudy made = Made(MadeStudy.Small with { Control = false });
        made.Measure(made.Find("A", "near"), 100);
        made.Measure(made.Find("C", "near"), 100.5);
        StudySummary study = new(made.Open());
        Assert.Equal([["A", "", "L"], ["C", "-L", ""]], Table(study, "Operators on the same tier", "m, near, fulcrum").Rows.Select(r => r.ToArray()));
        Assert.Equal(1, study.Spread);
        Assert.Contains("The study had no control.", Section(study, "Equal strategies against each other").Blocks.OfType<ReportText>().Select(t => t.Text));
    }

    /// <summary>B is slower than A in three rounds of four, by 14 to 31 %, and not at all in the fourth; C is faster in every round.</summary>
    [Fact]
    public void Matrix_OfSeveralRounds_MarksWhatTheyDoNotConfirm()
    {
        MadeStudy made = Made(MadeStudy.Small with { Control = false, Rounds = 4, Runs = 40 });
        made.Measure(made.Find("A", "near"), 100, rounds: 4, slower: [1, 1.01, 0.99, 1]);
        made.Measure(made.Find("B", "near"), 100, rounds: 4, slower: [1.2, 1.15, 1.3, 0.998]);
        made.Measure(made.Find("C", "near"), 50, rounds: 4, slower: [1.05, 0.95, 1, 1]);
        StudySummary study = new(made.Open());
        Assert.Equal([["A", "", "~", "-L"], ["B", "~", "", "-L"], ["C", "L", "L", ""]], Table(study, "Operators on the same tier", "m, near, fulcrum").Rows.Select(r => r.ToArray()));
        Assert.Contains("what the 4 rounds do not confirm is marked", string.Join('\n', Threats(study)));
        ReportPair pair = StudyReportData.Of(study).Comparisons.First(p => (p.A, p.B) == ("A", "B"));
        Assert.False(pair.Significant);
        Assert.True(pair.IntervalOverRounds![0] < 1 && pair.IntervalOverRounds[1] > 1 && pair.Interval![1] < 1);
    }

    [Fact]
    public void Latency_IntervalsAreThoseOfEachMedian()
    {
        StudySummary study = new(Known().Open());
        ReportTable table = Section(study, "Latency").Blocks.OfType<ReportTable>().Single();
        // Strategies that ran, the control among them.
        Assert.Equal(7, table.Rows.Count);
        Assert.All(table.Rows, row =>
        {
            double[] ends = [.. row[7].Split(" to ").Select(double.Parse)];
            double median = double.Parse(row[6]);
            Assert.True(ends[0] <= median && median <= ends[1] && ends[1] - ends[0] < 0.01 * median, string.Join(", ", row));
        });
        Assert.NotNull(Section(study, "Latency").Blocks.OfType<ReportFigure>().Single());
    }

    [Fact]
    public void Front_HoldsWhatNothingBeats()
    {
        StudySummary study = new(Known().Open());
        ReportTable front = Section(study, "What nothing beats in both").Blocks.OfType<ReportTable>().Single();
        Assert.Equal(["B on mid", "A on near"], front.Rows.Select(r => r[1]));
        Assert.Equal(["2.00", "0.00"], front.Rows.Select(r => r[3]));
        string[] said = [.. Section(study, "In short").Blocks.OfType<ReportList>().Single().Items];
        Assert.Contains(said, s => s.Contains("B on mid is fastest", StringComparison.Ordinal));
        Assert.Contains(said, s => s.Contains("of those that lose at most 1 point, A on near", StringComparison.Ordinal));
    }

    [Fact]
    public void Speedups_AreRatiosOfMedians()
    {
        StudySummary study = new(Known().Open());
        ReportTable table = Section(study, "Speed-up over A").Blocks.OfType<ReportTable>().Single();
        Assert.Equal(2, double.Parse(Assert.Single(table.Rows, r => r[0] == "B on near")[1]), 0.01);
        Assert.Equal(200.0 / 30, double.Parse(Assert.Single(table.Rows, r => r[0] == "B on mid")[1]), 0.05);
    }

    [Fact]
    public void Phases_OfTiersBehindOthers_AreSharedOutRight()
    {
        MadeStudy made = Made(MadeStudy.Small with { Placements = [new StudyPlacement(["far"])], Control = false });
        made.Measure(made.Find("A", "far"), 10, otherMs: 1);
        IReadOnlyList<string> row = Assert.Single(Section(new(made.Open()), "Where the time goes").Blocks.OfType<ReportTable>().Single().Rows);
        // Two links; two servers that compute; three tiers that decode and encode, preparation and answer.
        Assert.Equal(["m", "A on far", "10.00", "2.00", "2.00", "8.00", "22.00"], row);
    }

    [Fact]
    public void Modes_SayWhatEachArtefactIsWorth()
    {
        MadeStudy made = Made(MadeStudy.Small with { Modes = [StudyMode.Fulcrum, StudyMode.AsPublished], Control = false });
        made.Measure(made.Find("A", "mid"), 10, otherMs: 1);
        made.Measure(made.Find("A", "mid", StudyMode.AsPublished), 40, otherMs: 3);
        made.Measure(made.Find("B", "mid", StudyMode.AsPublished), 40, otherMs: 3);
        IReadOnlyList<string> row = Assert.Single(Section(new(made.Open()), "As published against Fulcrum").Blocks.OfType<ReportTable>().Single().Rows);
        // 40 and 8 phases of 3 ms against 10 and 8 of 1 ms.
        Assert.Equal(["m", "A on mid"], row.Take(2));
        Assert.All(row.Skip(2).Select(double.Parse).Zip([64, 18, 64.0 / 18, 32, 2, 12]), f => Assert.Equal(f.Second, f.First, 0.03));
    }

    [Fact]
    public void Failures_AreNamedAndThreaten()
    {
        MadeStudy made = Known();
        made.Open().Fail(made.Find("C", "mid"), "Tier 'mid' wanted | more <memory>");
        StudySummary study = new(made.Open());
        Assert.Equal("Tier 'mid' wanted | more <memory>", Assert.Single(Section(study, "What could not run").Blocks.OfType<ReportTable>().Single().Rows)[3]);
        Assert.Contains(Threats(study), t => t.Contains("1 of 7 strategies could not run", StringComparison.Ordinal));
        Assert.Contains("| more &lt;memory&gt;", HtmlReport.Render("t", StudyReport.Sections(study)));
        Assert.Contains("\\| more", MarkdownReport.Render("t", StudyReport.Sections(study)));
    }

    [Fact]
    public void Threats_AreWhatWasReallyDone()
    {
        MadeStudy made = Known();
        made.Open().Emulation = new StudyEmulation("loopback", "network namespaces need root", ["near: CPU quota"], new CalibrationResult([new CalibratedTier("near", new Calibrated(0.5, 0.7, 0.7))], [], ["tier near: 0.7 cores measured"]));
        StudySummary study = new(made.Open());
        string threats = string.Join('\n', Threats(study)), method = MarkdownReport.Render("t", [Section(study, "How this was measured")]);
        Assert.Contains("1.40 times its median", threats);
        Assert.Contains("tier near: 0.7 cores measured", threats);
        Assert.Contains("one rate for each link", threats);
        Assert.Contains("40 runs of a strategy", threats);
        Assert.DoesNotContain("not at its end", threats);
        Assert.Contains("because network namespaces need root", method);
        Assert.Contains("Not set: near: CPU quota", method);
        Assert.Contains("| near | cores | 0.500 | 0.700 | 40.00 | 0 |", method);
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytesFromTheFolderAlone()
    {
        MadeStudy made = Known();
        IReadOnlyList<string> first = Write(made, "one"), second = Write(made, "two");
        Assert.Equal(["report.html", "report.md", "report.json", "cells.csv", "latency-m.svg", "phases-m.svg", "speedups.svg"], first.Select(Path.GetFileName));
        Assert.All(first.Zip(second), f => Assert.Equal(File.ReadAllBytes(f.First), File.ReadAllBytes(f.Second)));
        JsonElement json = JsonDocument.Parse(File.ReadAllText(first[2])).RootElement;
        JsonElement pair = json.GetProperty("comparisons").EnumerateArray().Single(c => c.GetProperty("model").GetString() == "m, near, fulcrum" && c.GetProperty("a").GetString() == "A" && c.GetProperty("b").GetString() == "C");
        Assert.False(pair.GetProperty("significant").GetBoolean());
        string[] csv = File.ReadAllLines(first[3]);
        Assert.Equal(8, csv.Length);
        Assert.All(csv, l => Assert.Equal(15, l.Split(',').Length));
        Assert.Equal(0.05, double.Parse(csv.Single(l => l.StartsWith("m,B,near,", StringComparison.Ordinal)).Split(',')[6]), 0.0001);
    }

    [Fact]
    public void Html_NeedsNothingElse()
    {
        MadeStudy made = Known();
        string html = File.ReadAllText(Write(made, "r")[0]), bare = html.Replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        Assert.DoesNotMatch("https?:|src=|href=|url\\(|@import|<script", bare);
        Assert.Contains("a &lt;processor&gt; &amp; more", html);
        MatchCollection drawings = Svg().Matches(html);
        Assert.Equal(3, drawings.Count);
        Assert.All(drawings, d => XDocument.Parse(d.Value));
        // What HTML lets open is closed too, so that the body can be read as XML.
        string body = html[html.IndexOf("<body>", StringComparison.Ordinal)..html.IndexOf("</html>", StringComparison.Ordinal)];
        Assert.Equal(StudyReport.Sections(new(made.Open())).Count, XDocument.Parse(body).Descendants("h2").Count());
    }

    [Fact]
    public void Markdown_TablesHaveEqualColumnsAndFiguresAreThere()
    {
        MadeStudy made = Known();
        IReadOnlyList<string> files = Write(made, "r");
        string[] lines = File.ReadAllLines(files[1]);
        int width = 0;
        foreach (string line in lines)
        {
            int columns = line.StartsWith('|') ? line.Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|') : 0;
            Assert.True(columns == 0 || width == 0 || columns == width, line);
            width = columns;
        }

        string[] figures = [.. lines.Where(l => l.StartsWith("![", StringComparison.Ordinal)).Select(l => l[(l.LastIndexOf('(') + 1)..^1])];
        Assert.Equal(3, figures.Length);
        Assert.All(figures, f => Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(files[1])!, f))));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("one strategy")]
    [InlineData("one run each")]
    [InlineData("equal runs")]
    [InlineData("control alone")]
    [InlineData("one operator, one placement")]
    [InlineData("not judged")]
    [InlineData("sweep and load, half done")]
    public void Write_HalfDoneOrSmall_NeverThrows(string what)
    {
        StudyDesign small = MadeStudy.Small;
        MadeStudy made = Made(what switch
        {
            "one operator, one placement" => small with { Operators = [small.Operators[0]], Placements = [small.Placements[0]], Control = false },
            "not judged" => small with { Models = [small.Models[0] with { IsJudged = false }] },
            "sweep and load, half done" => small with { InFlight = 4, Conditions = StudyConditions.Of(MadeStudy.Tiers, new Dictionary<string, IReadOnlyList<double>> { ["near-mid"] = [1e6, 2e6] }), Modes = [StudyMode.Fulcrum, StudyMode.AsPublished] },
            _ => small,
        });
        switch (what)
        {
            case "one strategy" or "one operator, one placement":
                made.Measure(made.Find("A", "near"), 10);
                break;
            case "one run each":
                foreach (Strategy strategy in Strategy.Of(made.Design))
                    made.Measure(strategy, 10, runs: 1, rounds: 1);
                break;
            case "equal runs":
                foreach (Strategy strategy in Strategy.Of(made.Design))
                    made.Measure(strategy, 0);
                break;
            case "control alone":
                made.Measure(made.Find("A (again)", "near"), 10);
                break;
            case "not judged":
                made.Score("A", 1);
                made.Measure(made.Find("A", "near"), 10);
                break;
            case "sweep and load, half done":
                made.Measure(made.Find("A", "near"), 10, runs: 20, rounds: 1);
                made.Measure(made.Find("B", "mid", StudyMode.AsPublished), 10);
                Fulcrum.Lab.Deployments.RequestRow.Write(made.Open().LoadOf(made.Find("A", "near")), ["near"], [MadeStudy.Row(0, true, 1, 20, 0)]);
                break;
        }

        IReadOnlyList<string> files = Write(made, "r");
        Assert.All(files, f => Assert.True(new FileInfo(f).Length > 0));
        StudySummary study = new(made.Open());
        string markdown = File.ReadAllText(files[1]);
        Assert.Equal(what == "nothing" || what == "control alone", markdown.Contains("Nothing was measured yet.", StringComparison.Ordinal));
        Assert.Equal(what is "nothing" or "one strategy" or "one run each" or "control alone" or "not judged" or "sweep and load, half done", Threats(study).Any(t => t.Contains("not at its end", StringComparison.Ordinal)));
        Assert.DoesNotContain("## Accuracy", markdown);
        if (what == "sweep and load, half done")
            Assert.Contains("| m | A on near, 1-1 | 200.0 | 20.00 |", markdown);
    }

    /// <summary>A study of everything: near A 100 ms, B 50, C 100.5, and A again 101; mid A 200, B 30, C 250; A loses nothing, B 2 points, C 1.</summary>
    private MadeStudy Known()
    {
        MadeStudy made = Made(MadeStudy.Small);
        foreach ((string name, string placement, double ms) in new[] { ("A", "near", 100), ("B", "near", 50), ("C", "near", 100.5), ("A (again)", "near", 101), ("A", "mid", 200), ("B", "mid", 30), ("C", "mid", 250) })
            made.Measure(made.Find(name, placement), ms);
        made.Score("A", 0);
        made.Score("B", 2);
        made.Score("C", 1);
        return made;
    }

    private MadeStudy Made(StudyDesign design)
    {
        _made.Add(new MadeStudy(design));
        return _made[^1];
    }

    private static IReadOnlyList<string> Write(MadeStudy made, string folder)
    {
        var study = new StudySummary(made.Open());
        return StudyReport.Write(Path.Combine(made.Folder, folder), study, StudyReportData.Of(study));
    }

    internal static ReportSection Section(StudySummary study, string title) => StudyReport.Sections(study).Single(s => s.Title == title);

    private static ReportTable Table(StudySummary study, string section, string caption) => Section(study, section).Blocks.OfType<ReportTable>().Single(t => t.Caption == caption);

    internal static IReadOnlyList<string> Threats(StudySummary study) => Section(study, "Threats to validity").Blocks.OfType<ReportList>().Single().Items;

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svg();
}
