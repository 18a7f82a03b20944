using System.Globalization;
using Fulcrum.Cli.Results;
using Fulcrum.Planning.Online;
using Fulcrum.Planning.Patterns;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>Candidates as results and as a table.</summary>
internal static class PlanCandidates
{
    public static PlanCandidate Of(Candidate c, PatternSet set) => new(
        c.Pattern.Cut, DecisionExplainer.CutName(c.Pattern.Cut, set.Layers.Count), c.Pattern.Level, c.Pattern.WeightBits, c.Pattern.CutTensor.Bits,
        c.Pattern.SegmentBytes, c.Pattern.Fp32Bytes == 0 ? 0 : (double)c.Pattern.SegmentBytes / c.Pattern.Fp32Bytes, c.Pattern.CutTensorBytes, c.Pattern.CalibrationDrop,
        c.Cost.TotalSeconds, c.Cost.EnergyJoules, c.Cost.CostUsd, c.Cost.Objective, c.Excluded);

    public static void Draw(IAnsiConsole console, PlanResult result)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("cut", "level", "bits", "cut bits", "payload", "ratio", "cut tensor", "loss (calibration)", "time", "energy", "objective", "");
        foreach (PlanCandidate c in result.Candidates)
        {
            string chosen = c == result.Chosen ? "chosen" : c.Excluded ?? "";
            table.AddRow(
                c.Name, Text($"{c.Level}"), string.Join(' ', c.Bits), Text($"{c.CutBits}"), Text($"{c.PayloadBytes}"), Text($"{100 * c.PayloadRatio:0.0} %"), Text($"{c.CutTensorBytes}"),
                Text($"{c.CalibrationDrop:0.00}"), Text($"{1e3 * c.TimeS:0.00} ms"), Text($"{1e3 * c.EnergyJ:0.00} mJ"), Text($"{c.Objective:0.00000}"), chosen);
        }

        console.Write(table);
        console.WriteLine(result.Summary);
        foreach (string reason in result.Reasons)
            console.WriteLine(reason);
        console.WriteLine($"Written: {result.Path}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
