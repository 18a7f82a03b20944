using System.Security.Cryptography;
using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Protocol.Sets;

/// <summary>A folder with table.json, a manifest for each of its rows, and the segments of all of them, each once (docs/plan-sets.md).</summary>
public sealed class PlanSet
{
    /// <summary>The table's file name.</summary>
    public const string FileName = "table.json";

    private const string Remedy = "Write the set again from its plans, or copy the whole folder again.";

    private PlanSet(TableManifest table, IReadOnlyList<PlanFolder> plans, string sha256) => (Table, Plans, Sha256) = (table, plans, sha256);

    /// <summary>What table.json says, checked.</summary>
    public TableManifest Table { get; }

    /// <summary>The plan of each row.</summary>
    public IReadOnlyList<PlanFolder> Plans { get; }

    /// <summary>Of table.json, lower-case hex.</summary>
    public string Sha256 { get; }

    /// <summary>Whether a folder holds a set, not a single plan.</summary>
    public static bool IsSet(string path) => File.Exists(Path.Combine(path, FileName));

    /// <summary>Reads and checks table.json and all manifests; segments are looked at when they are asked for.</summary>
    /// <exception cref="InputException">
    /// <c>table-not-readable</c>, <c>table-malformed</c>, <c>table-format</c>, <c>table-invalid</c>, <c>table-plan-hash</c> (a manifest was changed), <c>table-plan-foreign</c> (it is not of
    /// this table), and those of the manifests (<see cref="PlanFolder.Read(string)"/>): all at once.
    /// </exception>
    public static PlanSet Read(string path)
    {
        string file = Path.Combine(path, FileName);
        byte[] bytes = PlanFolder.ReadBytes(file, PlanLimits.ManifestBytes, "table-not-readable", "Give a folder that holds table.json.");
        TableManifest table = Parse(bytes, file);
        Require(TableCheck.Check(table), file);
        PlanFolder[] plans = [.. table.Rows.Select(r => PlanFolder.Read(path, r.Plan))];
        Require([.. plans.SelectMany((p, r) => Foreign(table, r, p.Manifest, plans[0].Manifest, p.Sha256))], file);
        return new PlanSet(table, plans, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    /// <summary>Writes a folder, all or nothing; segments of the same bytes are stored once, under a name that follows from them.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="table">What table.json will say; its rows' files and hashes are filled in.</param>
    /// <param name="plans">For each row its manifest and its segments by their file names there.</param>
    /// <exception cref="InputException">What is wrong with table or plans, or the files cannot be written.</exception>
    public static PlanSet Write(string path, TableManifest table, IReadOnlyList<PlanParts> plans)
    {
        Dictionary<string, byte[]> segments = [];
        List<(string Path, byte[] Bytes)> files = [];
        List<TableRow> rows = [];
        PlanManifest[] manifests = [.. plans.Select(p => Renamed(p, segments))];
        for (int r = 0; r < manifests.Length; r++)
        {
            string name = $"plan-{r}.json", file = Path.Combine(path, name);
            byte[] bytes = PlanFolder.Checked(path, file, manifests[r], segments);
            files.Add((file, bytes));
            rows.Add(table.Rows[r] with { Plan = name, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) });
        }

        TableManifest made = table with { Rows = rows };
        string target = Path.Combine(path, FileName);
        Require(TableCheck.Check(made), target);
        Require([.. manifests.SelectMany((m, r) => Foreign(made, r, m, manifests[0], rows[r].Sha256))], target);
        files.AddRange(segments.Select(s => (Path.Combine(path, s.Key), s.Value)));
        files.Add((target, JsonSerializer.SerializeToUtf8Bytes(made, TableJson.Default.TableManifest)));
        AtomicFile.WriteAll([.. files.Select(f => (f.Path, (Action<Stream>)(stream => stream.Write(f.Bytes))))]);
        return Read(path);
    }

    private static PlanManifest Renamed(PlanParts plan, Dictionary<string, byte[]> segments)
    {
        string Shared(string file, string sha256)
        {
            string name = $"{sha256[..16]}{Path.GetExtension(file)}";
            segments.TryAdd(name, plan.Segments[file]);
            return name;
        }

        ManifestSegment Named(ManifestSegment segment) =>
            segment with { File = Shared(segment.File, segment.Sha256), Upgrades = segment.Upgrades is null ? null : [.. segment.Upgrades.Select(u => u with { File = Shared(u.File, u.Sha256) })] };

        return plan.Manifest with { Tiers = [.. plan.Manifest.Tiers.Select(t => t with { Segments = [.. t.Segments.Select(Named)] })] };
    }

    private static TableManifest Parse(byte[] bytes, string file)
    {
        try
        {
            TableManifest table = JsonSerializer.Deserialize(bytes, TableJson.Default.TableManifest) ?? throw new JsonException("The table is null.");
            return HoldsNull(table) ? throw new JsonException("A list holds null.") : table;
        }
        catch (JsonException failure)
        {
            throw new InputException("table-malformed", $"{file}: {failure.Path}", failure.Message, Remedy, failure);
        }
    }

    private static bool HoldsNull(TableManifest table) => table.Tiers.Contains(null!) || table.Features.Contains(null!) || table.Limits.Contains(null!) || table.Rows.Contains(null!)
        || table.Conditions.Slowdowns.Contains(null!) || table.Conditions.Links.Contains(null!) || table.Rows.Any(r => r.Limits.Contains(null!));

    private static IEnumerable<Problem> Foreign(TableManifest table, int row, PlanManifest plan, PlanManifest first, string sha256)
    {
        string place = $"rows[{row}]";
        if (sha256 != table.Rows[row].Sha256)
            yield return new Problem("table-plan-hash", place, $"{table.Rows[row].Plan} is not the plan that the table names.", Remedy);
        if (plan.Model != table.Model || !plan.Tiers.Select(t => t.Name).SequenceEqual(table.Tiers.Take(table.Rows[row].Links + 1)))
            yield return new Problem("table-plan-foreign", place, $"{table.Rows[row].Plan} is of another model, or over other tiers.", Remedy);
        static IEnumerable<string> Values(IEnumerable<ManifestValue> values) => values.Select(v => $"{v.Name} {v.Element} {string.Join('x', v.Shape)}");
        if (!Values(plan.Inputs).SequenceEqual(Values(first.Inputs)) || !Values(plan.Outputs).SequenceEqual(Values(first.Outputs)))
            yield return new Problem("table-plan-foreign", place, $"{table.Rows[row].Plan} has other inputs or outputs than {table.Rows[0].Plan}.", "Give variants the same inputs and outputs.");
    }

    private static void Require(IReadOnlyList<Problem> problems, string file)
    {
        if (problems.Count > 0)
            throw new InputException([.. problems.Select(p => p with { Place = $"{file}: {p.Place}" })]);
    }
}
