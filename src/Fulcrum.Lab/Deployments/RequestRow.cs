using System.Globalization;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Deployments;

/// <summary>One request of a deployed plan, as a line of comma-separated text: what `device --raw` writes and a study keeps.</summary>
/// <param name="Run">Its number, from 0, warm-up first.</param>
/// <param name="IsTimed">Whether it was behind the warm-up.</param>
/// <param name="Sample">The sample's number in the test split.</param>
/// <param name="PrepareMs">Making the sample the model's input.</param>
/// <param name="PhasesMs">What each tier and link took, in the order of <see cref="Phases"/>.</param>
/// <param name="FinishMs">From the outputs to the answer.</param>
/// <param name="Exit">The exit that answered, as <c>tier.number</c>; empty when none did.</param>
/// <param name="Right">Whether the answer is the sample's label; null when it is not judged.</param>
public sealed record RequestRow(int Run, bool IsTimed, int Sample, double PrepareMs, IReadOnlyList<double> PhasesMs, double FinishMs, string Exit, bool? Right)
{
    /// <summary>Of a set: the plan that answered, and whether another was to, as two more fields (<c>plan</c>, <c>fallback</c>); null for a single plan.</summary>
    public (int Number, bool IsFallback)? Plan { get; init; }

    /// <summary>From the sample to the answer, in seconds.</summary>
    public double LatencySeconds => (PrepareMs + PhasesMs.Sum() + FinishMs) / 1e3;

    /// <summary>The names of the phases between preparation and answer: of every tier <c>decode</c>, <c>compute</c>, <c>encode</c>, of every link <c>link</c>.</summary>
    /// <param name="tiers">The tiers in order; links join neighbours.</param>
    public static IReadOnlyList<string> Phases(IReadOnlyList<string> tiers) =>
        [.. tiers.SelectMany((t, i) => (string[])[$"{t}.decode", $"{t}.compute", $"{t}.encode", .. i + 1 < tiers.Count ? [$"{t}-{tiers[i + 1]}.link"] : Array.Empty<string>()])];

    /// <summary>The first line.</summary>
    public static string Header(IReadOnlyList<string> phases, bool isSet = false) =>
        string.Join(',', ["run", "phase", "sample", "latency_s", "prepare_ms", .. phases.Select(p => $"{p}_ms"), "finish_ms", "exit", "right", .. isSet ? ["plan", "fallback"] : Array.Empty<string>()]);

    /// <summary>The row as a line.</summary>
    public override string ToString() => string.Join(',', [
        $"{Run}", IsTimed ? "timed" : "warmup", $"{Sample}", Text(LatencySeconds), Text(PrepareMs), .. PhasesMs.Select(Text), Text(FinishMs), Exit, Right is bool right ? right ? "1" : "0" : "",
        .. Plan is (int number, bool isFallback) ? [$"{number}", isFallback ? "1" : "0"] : Array.Empty<string>()]);

    /// <summary>Writes a file of rows.</summary>
    public static void Write(string path, IReadOnlyList<string> tiers, IEnumerable<RequestRow> rows)
    {
        RequestRow[] all = [.. rows];
        AtomicFile.WriteText(path, string.Join('\n', [Header(Phases(tiers), all.Any(r => r.Plan is not null)), .. all.Select(r => r.ToString()), ""]));
    }

    /// <summary>Reads a file of rows.</summary>
    /// <exception cref="InputException"><c>requests-malformed</c>, with the line.</exception>
    public static IReadOnlyList<RequestRow> Read(string path)
    {
        var rows = new List<RequestRow>();
        bool isSet = File.ReadLines(path).FirstOrDefault()?.EndsWith(",plan,fallback", StringComparison.Ordinal) == true;
        foreach (string line in File.ReadLines(path).Skip(1))
        {
            try
            {
                rows.Add(isSet ? ParseOfSet(line) : Parse(line));
            }
            catch (Exception failure) when (failure is FormatException or OverflowException)
            {
                throw new InputException("requests-malformed", string.Create(CultureInfo.InvariantCulture, $"{path}:{rows.Count + 2}"), failure.Message, "Delete the file, and let the study be resumed.", failure);
            }
        }

        return rows;
    }

    /// <summary>Reads a line behind the header.</summary>
    /// <exception cref="FormatException">A line is none of these.</exception>
    /// <exception cref="OverflowException">A number is too large.</exception>
    public static RequestRow Parse(string line)
    {
        string[] fields = line.Split(',');
        return fields.Length < 8 || fields[1] is not ("timed" or "warmup") || fields[^1] is not ("" or "0" or "1")
            ? throw new FormatException($"'{line}' is no line of a request.")
            : new RequestRow(
                int.Parse(fields[0], CultureInfo.InvariantCulture), fields[1] == "timed", int.Parse(fields[2], CultureInfo.InvariantCulture), Number(fields[4]),
                [.. fields[5..^3].Select(Number)], Number(fields[^3]), fields[^2], fields[^1].Length == 0 ? null : fields[^1] == "1");
    }

    /// <summary>A line of a set, with two more fields.</summary>
    private static RequestRow ParseOfSet(string line)
    {
        string[] fields = line.Split(',');
        return fields.Length < 10 || fields[^1] is not ("0" or "1")
            ? throw new FormatException($"'{line}' is no line of a request to a set.")
            : Parse(string.Join(',', fields[..^2])) with { Plan = (int.Parse(fields[^2], CultureInfo.InvariantCulture), fields[^1] == "1") };
    }

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture) is double value && double.IsFinite(value) ? value : throw new FormatException($"'{field}' is no time.");
}
