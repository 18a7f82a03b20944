using System.Globalization;
using System.Text;
using System.Text.Json;
using Fulcrum.Lab.Deployments;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Studies;

/// <summary>All requests of a study as one file: <c>samples.csv</c>, which <c>fulcrum stats</c> and others read, and the same as JSON lines.</summary>
public static class SampleFiles
{
    /// <summary>Columns before the phases.</summary>
    private static readonly string[] Before = ["model", "operator", "tier", "mode", "round", "run", "phase", "sample", "latency_s", "prepare_ms"];

    /// <summary>Writes both files.</summary>
    public static void Write(StudyStore store, StudyDesign design, IReadOnlyList<Strategy> strategies)
    {
        string[] tiers = [.. design.System.Tiers.Select(t => t.Name)];
        IReadOnlyList<string> phases = RequestRow.Phases(tiers);
        string[] columns = [.. Before, .. design.System.Links.Select(l => $"{StudyConditions.NameOf(l)}_mbps"), .. phases.Select(p => $"{p}_ms"), "finish_ms", "exit", "right"];
        var csv = new StringBuilder(string.Join(',', columns)).Append('\n');
        using var lines = new MemoryStream();
        foreach (Strategy strategy in strategies)
        {
            foreach ((int round, RequestRow row) in store.Rows(strategy, design.Rounds))
            {
                string[] fields = Fields(strategy, round, row, phases.Count);
                csv.Append(string.Join(',', fields)).Append('\n');
                Line(lines, columns, fields);
            }
        }

        AtomicFile.WriteAll(
        [
            (Path.Combine(store.Folder, "samples.csv"), stream => stream.Write(Encoding.UTF8.GetBytes(csv.ToString()))),
            (Path.Combine(store.Folder, "samples.jsonl"), stream => stream.Write(lines.ToArray())),
        ]);
    }

    private static string[] Fields(Strategy strategy, int round, RequestRow row, int phases) =>
    [
        strategy.Model.Name, strategy.OperatorName, strategy.Placement.Name, strategy.ModeName, Text(round + 1), Text(row.Run), row.IsTimed ? "timed" : "warmup", Text(row.Sample), Text(row.LatencySeconds), Text(row.PrepareMs),
        .. strategy.Conditions.System.Links.Select(l => StudyConditions.Megabits(l.UpBitsPerSecond)),
        .. Enumerable.Range(0, phases).Select(p => Text(p < row.PhasesMs.Count ? row.PhasesMs[p] : 0)), Text(row.FinishMs), row.Exit, row.Right is bool right ? right ? "1" : "0" : "",
    ];

    private static void Line(MemoryStream to, string[] columns, string[] fields)
    {
        using (var json = new Utf8JsonWriter(to))
        {
            json.WriteStartObject();
            for (int i = 0; i < columns.Length; i++)
            {
                if (columns[i] is "model" or "operator" or "tier" or "mode" or "phase" or "exit")
                    json.WriteString(columns[i], fields[i]);
                else if (fields[i].Length > 0)
                    json.WriteNumber(columns[i], double.Parse(fields[i], CultureInfo.InvariantCulture));
            }

            json.WriteEndObject();
        }

        to.WriteByte((byte)'\n');
    }

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
