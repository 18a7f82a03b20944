using Fulcrum.Lab.Charts;
using Fulcrum.Lab.Studies;
using static Fulcrum.Lab.Reporting.Figures;

namespace Fulcrum.Lab.Reporting;

/// <summary>The sections of a study's report that are about its strategies.</summary>
internal static class StudySections
{
    public static ReportSection InShort(StudySummary study)
    {
        List<string> said = [];
        foreach (var model in study.Measured.GroupBy(c => $"{c.Strategy.Model.Name} ({c.Strategy.ModeName}{c.Strategy.Conditions.Suffix})"))
        {
            string about = model.Key;
            StudyCell fastest = model.MinBy(c => c.MedianMs)!;
            said.Add($"{about}: {Name(fastest)} is fastest, {Ms(fastest.MedianMs)}{(fastest.Accuracy is { } a ? $", at {Points(a.DropPoints)} points lost" : "")}.");
            StudyCell[] careful = [.. model.Where(c => c.Accuracy is { DropPoints: <= 1 })];
            if (careful.Length > 0 && !careful.Contains(fastest))
                said.Add($"{about}: of those that lose at most 1 point, {Name(careful.MinBy(c => c.MedianMs)!)}, {Ms(careful.Min(c => c.MedianMs))}.");
            StudyCell[] split = [.. model.Where(c => c.Strategy.Placement.Tiers.Count > 1)], whole = [.. model.Where(c => c.Strategy.Placement.Tiers.Count == 1)];
            if (split.Length > 0 && whole.Length > 0)
            {
                (double best, double alone) = (split.Min(c => c.MedianMs)!.Value, whole.Min(c => c.MedianMs)!.Value);
                said.Add(best < alone
                    ? $"{about}: splitting wins, {Ms(best)} against {Ms(alone)} of the best single tier."
                    : $"{about}: splitting loses, {Ms(best)} against {Ms(alone)} of the best single tier.");
            }
        }

        if (said.Count == 0)
            return new ReportSection("In short", [new ReportText("Nothing was measured yet.")]);
        return new ReportSection("In short", [new ReportList(said), new ReportText("Latencies are medians from the sample to the answer. All on the device, the input sent to each tier and the splits are among the strategies below wherever the study has them.")]);
    }

    public static ReportSection Latency(StudySummary study)
    {
        List<ReportBlock> blocks = [];
        foreach (var model in Models(study))
        {
            BoxRow[] rows = [.. model.Cells.Take(MostRows).Select(c => (Cell: c, Five: StudySummary.Five(c))).Select(b => new BoxRow(Name(b.Cell), b.Five[0], b.Five[1], b.Five[2], b.Five[3], b.Five[4]))];
            blocks.Add(new ReportFigure($"latency-{model.Key}", $"Median, quartiles, 5th and 95th percentile.{Shown(model.Cells.Count)}", RowFigure.Draw(new RowChart($"{model.Title}: latency", "milliseconds, logarithmic", rows) { Logarithmic = true }, "One box for each strategy.")));
        }

        blocks.Add(new ReportTable(null, ["model", "operator", "tier", "mode", "links, Mbit/s", "runs", "median ms", "95 % of the median", "p95 ms"],
            [.. study.Cells.Where(c => c.LatenciesMs.Count > 0).Select(c => (Cell: c, Median: study.IntervalOf(c))).Select(m => (IReadOnlyList<string>)
            [
                m.Cell.Strategy.Model.Name, m.Cell.Strategy.OperatorName, m.Cell.Strategy.Placement.Name, m.Cell.Strategy.ModeName, m.Cell.Strategy.Conditions.Name, $"{m.Cell.LatenciesMs.Count}", Number(m.Cell.MedianMs),
                $"{Number(m.Median.Low)} to {Number(m.Median.High)}", Number(StudySummary.Five(m.Cell)[4]),
            ])]));
        return new ReportSection("Latency", blocks);
    }

    public static ReportSection Phases(StudySummary study)
    {
        List<ReportBlock> blocks = [];
        foreach (var model in Models(study))
        {
            StackRow[] rows = [.. model.Cells.Take(MostRows).Select(c => new StackRow(Name(c), PhaseSplit.MeanOf(c.Requests).Parts))];
            blocks.Add(new ReportFigure($"phases-{model.Key}", $"Means. Transmission is both ways, with everything that waits in front of a link.{Shown(model.Cells.Count)}", RowFigure.Draw(new RowChart($"{model.Title}: where the time goes", "milliseconds", rows) { Pieces = PhaseSplit.Names }, "One bar for each strategy.")));
        }

        blocks.Add(new ReportTable(null, ["model", "strategy", .. PhaseSplit.Names, "sum ms"], [.. study.Measured.Select(c => (Cell: c, Mean: PhaseSplit.MeanOf(c.Requests))).Select(c => (IReadOnlyList<string>)
            [c.Cell.Strategy.Model.Name, Name(c.Cell), .. c.Mean.Parts.Select(p => Number(p)), Number(c.Mean.Total)])]));
        return new ReportSection("Where the time goes", blocks);
    }

    public static ReportSection? Accuracy(StudySummary study) => study.Measured.All(c => c.Accuracy is null) ? null : new("Accuracy",
    [
        new ReportText("On the whole test split, by the operator that made the model; loss against the model as it came, paired, with 95 % intervals. \"Answered right\" is the share of the timed requests, of which there are far fewer."),
        new ReportTable(null, ["model", "operator", "tier", "metric", "score %", "95 %", "points lost", "95 %", "samples", "answered right %"], [.. study.Measured.Where(c => c.Accuracy is not null).DistinctBy(c => (c.Strategy.Model.Name, c.Strategy.Operator.Name, c.Strategy.Placement.Name)).Select(c => (IReadOnlyList<string>)
            [
                c.Strategy.Model.Name, c.Strategy.Operator.Name, c.Strategy.Placement.Name, c.Accuracy!.Metric, Number(100 * c.Accuracy.Value), Range(c.Accuracy.Interval, 100), Points(c.Accuracy.DropPoints), Range(c.Accuracy.DropInterval, 1),
                $"{c.Accuracy.Samples}", c.Right is double right ? Number(100 * right) : "-",
            ])]),
    ]);

    public static ReportSection? Front(StudySummary study) => study.Measured.All(c => c.Accuracy is null) ? null : new("What nothing beats in both",
    [
        new ReportText("The strategies of each model that no other beats in latency and accuracy: the Pareto front."),
        new ReportTable(null, ["model", "strategy", "median ms", "points lost"], [.. Models(study).SelectMany(m => StudySummary.Front(m.Cells).Select(c => (IReadOnlyList<string>)[m.Title, Name(c), Number(c.MedianMs), Points(c.Accuracy!.DropPoints)]))]),
    ]);

    public static ReportSection? Load(StudySummary study)
    {
        StudyCell[] loaded = [.. study.Cells.Where(c => c.Load.Count > 0 && !c.Strategy.IsControl)];
        return loaded.Length == 0 ? null : new ReportSection("Under load",
        [
            new ReportText($"{study.Design.InFlight} requests under way at a time. Throughput is their number over the mean latency (Little's law)."),
            new ReportTable(null, ["model", "strategy", "requests per second", "median ms", "median alone ms"], [.. loaded.Select(c => (Cell: c, Ms: c.Load.Select(r => 1e3 * r.LatencySeconds).ToArray())).Select(c => (IReadOnlyList<string>)
                [c.Cell.Strategy.Model.Name, Name(c.Cell), Number(1e3 * study.Design.InFlight / c.Ms.Average()), Number(Statistics.Samples.Quantile.Median(c.Ms)), Number(c.Cell.MedianMs)])]),
        ]);
    }

    public static ReportSection? Modes(StudySummary study)
    {
        var pairs = study.Measured.Where(c => c.Strategy.Mode == StudyMode.AsPublished)
            .Select(p => (Published: p, Ours: study.Measured.FirstOrDefault(c => c.Strategy == p.Strategy with { Mode = StudyMode.Fulcrum }))).Where(p => p.Ours is not null)
            .Select(p => (p.Published, Ours: p.Ours!, Before: PhaseSplit.MeanOf(p.Published.Requests), After: PhaseSplit.MeanOf(p.Ours!.Requests))).ToArray();
        return pairs.Length == 0 ? null : new ReportSection("As published against Fulcrum",
        [
            new ReportText("What each removed artefact is worth, in milliseconds of the mean: a session for every request (computing), base64 text and the input as it is (transmission, coding). Minus: Fulcrum's way takes longer."),
            new ReportTable(null, ["model", "strategy", "as published ms", "fulcrum ms", "times", "computing", "transmission", "coding and preparation"], [.. pairs.Select(p => (IReadOnlyList<string>)
                [
                    p.Ours.Strategy.Model.Name, $"{p.Ours.Strategy.Operator.Name} on {p.Ours.Strategy.Placement.Name}", Number(p.Published.MedianMs), Number(p.Ours.MedianMs), Number(p.Published.MedianMs / p.Ours.MedianMs),
                    Number(p.Before.Device + p.Before.Servers - p.After.Device - p.After.Servers), Number(p.Before.Transmission - p.After.Transmission), Number(p.Before.Rest - p.After.Rest),
                ])]),
        ]);
    }

    public static ReportSection? Failures(StudySummary study)
    {
        StudyCell[] failed = [.. study.Cells.Where(c => c.Failure is not null)];
        return failed.Length == 0 ? null : new ReportSection("What could not run",
            [new ReportTable(null, ["model", "strategy", "runs before", "reason"], [.. failed.Select(c => (IReadOnlyList<string>)[c.Strategy.Model.Name, Name(c), $"{c.LatenciesMs.Count}", c.Failure!])])]);
    }

    private static string Shown(int rows) => rows > MostRows ? $" The first {MostRows} of {rows} strategies." : "";
}
