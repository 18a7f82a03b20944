using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Fulcrum.Problems;

namespace Fulcrum.Protocol.Plans;

/// <summary>A folder with plan.json and the segments of the tiers that compute.</summary>
public sealed class PlanFolder
{
    /// <summary>The manifest's file name.</summary>
    public const string FileName = "plan.json";

    private const string Remedy = "Write the folder again from its plan.";
    private readonly string _path;

    private PlanFolder(string path, PlanManifest manifest, byte[] hash) =>
        (_path, Manifest, Sha256, Tag) = (path, manifest, Convert.ToHexStringLower(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash));

    /// <summary>What plan.json says, checked.</summary>
    public PlanManifest Manifest { get; }

    /// <summary>Of plan.json, lower-case hex.</summary>
    public string Sha256 { get; }

    /// <summary>The first eight bytes of that hash, little-endian: every frame carries it, so that tiers with different plans find out.</summary>
    public ulong Tag { get; }

    /// <summary>Reads and checks plan.json; segments are looked at when they are asked for, for a tier needs its own only.</summary>
    /// <exception cref="InputException"><c>plan-not-readable</c>, <c>plan-malformed</c>, <c>plan-format</c>, <c>plan-invalid</c>: all at once.</exception>
    public static PlanFolder Read(string path) => Read(path, FileName);

    /// <summary>The same of a manifest with a name of its own: one of several in a folder that share segments.</summary>
    internal static PlanFolder Read(string path, string manifestFile)
    {
        string file = Path.Combine(path, manifestFile);
        byte[] bytes = ReadBytes(file, PlanLimits.ManifestBytes, "plan-not-readable", "Give a folder that holds plan.json.");
        try
        {
            PlanManifest manifest = JsonSerializer.Deserialize(bytes, PlanJson.Default.PlanManifest) ?? throw new JsonException("The plan is null.");
            if (HoldsNull(manifest))
                throw new JsonException("A list holds null.");
            Require(manifest, file);
            return new PlanFolder(path, manifest, SHA256.HashData(bytes));
        }
        catch (JsonException failure)
        {
            throw new InputException("plan-malformed", $"{file}: {failure.Path}", failure.Message, Remedy, failure);
        }
    }

    /// <summary>Writes a folder, all or nothing.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="manifest">What plan.json will say.</param>
    /// <param name="segments">The content of every segment file, by its name.</param>
    /// <exception cref="InputException">The manifest is wrong (<c>plan-invalid</c>, <c>plan-segment-hash</c>), or the files cannot be written.</exception>
    public static PlanFolder Write(string path, PlanManifest manifest, IReadOnlyDictionary<string, byte[]> segments)
    {
        string file = Path.Combine(path, FileName);
        byte[] bytes = Checked(path, file, manifest, segments);
        AtomicFile.WriteAll([.. segments.Select(s => (Path.Combine(path, s.Key), (Action<Stream>)(stream => stream.Write(s.Value)))), (file, stream => stream.Write(bytes))]);
        return new PlanFolder(path, manifest, SHA256.HashData(bytes));
    }

    /// <summary>A manifest as its file's bytes, checked with its segments.</summary>
    internal static byte[] Checked(string path, string file, PlanManifest manifest, IReadOnlyDictionary<string, byte[]> segments)
    {
        Require(manifest, file);
        foreach (ManifestTier tier in manifest.Tiers)
        {
            foreach (ManifestSegment segment in tier.Segments)
            {
                RequireHash(tier, segment.Sha256, segments[segment.File], Path.Combine(path, segment.File));
                foreach (ManifestUpgrade upgrade in segment.Upgrades ?? [])
                    RequireHash(tier, upgrade.Sha256, segments[upgrade.File], Path.Combine(path, upgrade.File));
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(manifest, PlanJson.Default.PlanManifest);
    }

    /// <summary>The position of a tier.</summary>
    /// <exception cref="InputException"><c>tier-unknown</c>.</exception>
    public int Find(string tier) => Manifest.IndexOf(tier) is >= 0 and int index
        ? index
        : throw new InputException("tier-unknown", tier, "The plan has no such tier.", Suggestions.Closest(tier, Manifest.Tiers.Select(t => t.Name)) is string near ? $"Did you mean '{near}'?" : $"Tiers: {string.Join(", ", Manifest.Tiers.Select(t => t.Name))}.");

    /// <summary>Where a segment's file is.</summary>
    public string PathOf(ManifestSegment segment) => Path.Combine(_path, segment.File);

    /// <summary>A tier's segment files, checked; none when it only hands on.</summary>
    /// <exception cref="InputException"><c>plan-segment-missing</c>, <c>plan-segment-hash</c>.</exception>
    public IReadOnlyList<byte[]> Segments(int tier) => [.. Manifest.Tiers[tier].Segments.Select(s => Segment(Manifest.Tiers[tier], s))];

    /// <summary>The upgrades of a segment of a tier that are here, checked, in order up to the first that is not here.</summary>
    /// <exception cref="InputException"><c>plan-segment-hash</c>.</exception>
    public IReadOnlyList<byte[]> Upgrades(int tier, ManifestSegment segment)
    {
        List<byte[]> found = [];
        foreach (ManifestUpgrade upgrade in (segment.Upgrades ?? []).TakeWhile(u => File.Exists(Path.Combine(_path, u.File))))
        {
            string file = Path.Combine(_path, upgrade.File);
            byte[] bytes = ReadBytes(file, Array.MaxLength, "plan-segment-missing", Remedy);
            RequireHash(Manifest.Tiers[tier], upgrade.Sha256, bytes, file);
            found.Add(bytes);
        }

        return found;
    }

    private byte[] Segment(ManifestTier tier, ManifestSegment segment)
    {
        string file = PathOf(segment);
        byte[] bytes = ReadBytes(file, Array.MaxLength, "plan-segment-missing", "Copy the whole folder: plan.json and its segments belong together.");
        RequireHash(tier, segment.Sha256, bytes, file);
        return bytes;
    }

    /// <summary>Entries of lists are the one place where JSON's null is not refused on reading.</summary>
    private static bool HoldsNull(PlanManifest manifest) => manifest.Tiers.Contains(null!) || manifest.Inputs.Contains(null!) || manifest.Outputs.Contains(null!)
        || manifest.Tiers.Any(t => t.Segments.Contains(null!) || t.Values.Contains(null!) || t.Segments.Any(s => s.Upgrades?.Contains(null!) == true)) || manifest.Links.Any(l => l is null || l.Tensors.Contains(null!));

    private static void Require(PlanManifest manifest, string file)
    {
        IReadOnlyList<Problem> problems = ManifestCheck.Check(manifest);
        if (problems.Count > 0)
            throw new InputException([.. problems.Select(p => p with { Place = $"{file}: {p.Place}" })]);
    }

    private static void RequireHash(ManifestTier tier, string sha256, byte[] bytes, string file)
    {
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != sha256)
            throw new InputException("plan-segment-hash", file, $"The segment of tier '{tier.Name}' is not the one that plan.json names.", "Copy the folder again: the file was changed or damaged.");
    }

    internal static byte[] ReadBytes(string file, long most, string code, string remedy)
    {
        try
        {
            var info = new FileInfo(file);
            return info.Exists && info.Length > most ? throw new InputException(code, file, $"The file has {info.Length} bytes, {most} are possible.", remedy) : File.ReadAllBytes(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException(code, file, failure.Message, remedy, failure);
        }
    }
}
