using System.Globalization;
using System.Security.Cryptography;
using Fulcrum.Problems;
using Fulcrum.Protocol.Releases;

namespace Fulcrum.Device.Releases;

/// <summary>
/// Releases on a device's disk: <c>objects/HASH</c>, <c>releases/NUMBER/</c> with their files under their names, and <c>current</c>, which holds a number. A release is made whole beside the others before <c>current</c> names it, by one
/// rename: whatever happens, there is a whole release to run. The one before is kept, to go back to; what neither uses is deleted.
/// </summary>
/// <param name="folder">The folder; made when the first release is kept.</param>
public sealed class ReleaseStore(string folder)
{
    private string Objects => Path.Combine(folder, "objects");

    private string Marker => Path.Combine(folder, "current");

    private string Previous => Path.Combine(folder, "previous");

    private string RefusedUpgrades => Path.Combine(folder, "refused-upgrades");

    private string Refused => Path.Combine(folder, "refused");

    /// <summary>The release in use; where that is not known any more, the one before; null when there is none.</summary>
    public long? Current => NumberIn(Marker) ?? NumberIn(Previous);

    /// <summary>The folder of the release in use; null when there is none.</summary>
    public string? CurrentFolder => Current is long number ? FolderOf(number) : null;

    /// <summary>Whether a release was tried and could not be used.</summary>
    public bool IsRefused(SignedRelease release) => File.Exists(Refused) && File.ReadAllLines(Refused).Contains(Convert.ToHexStringLower(SHA256.HashData(release.Bytes.Span)));

    /// <summary>Where a file that is being fetched grows; what is there from an earlier time is its beginning.</summary>
    internal FileStream Grow(ReleaseFile file)
    {
        Directory.CreateDirectory(Objects);
        var stream = new FileStream(PartOf(file), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (stream.Length > file.Bytes)
            stream.SetLength(0);
        return stream;
    }

    /// <summary>Whether a file is here, whole.</summary>
    internal bool Has(ReleaseFile file) => IsWhole(PathOf(file), file);

    /// <summary>Keeps a file that has been fetched, if it is what its hash says.</summary>
    /// <exception cref="InputException"><c>release-object</c>; the file is dropped.</exception>
    internal void Keep(ReleaseFile file)
    {
        if (IsWhole(PartOf(file), file))
        {
            File.Move(PartOf(file), PathOf(file), overwrite: true);
            return;
        }

        File.Delete(PartOf(file));
        throw new InputException("release-object", file.Path, "What came is not what the release's hash says.", "Try again; if it stays, the server's copy is damaged.");
    }

    /// <summary>Puts a release together from its files; it is not in use yet.</summary>
    internal string Assemble(SignedRelease release)
    {
        string final = FolderOf(release.Manifest.Release), made = final + ".tmp";
        if (Directory.Exists(made))
            Directory.Delete(made, recursive: true);
        Directory.CreateDirectory(made);
        foreach (ReleaseFile file in release.Manifest.Files.Where(f => f.Upgrade is null || Has(f)))
            File.Copy(PathOf(file), Path.Combine(made, file.Path));
        AtomicFile.WriteText(Path.Combine(made, ReleaseManifest.SignatureName), release.Signature);
        AtomicFile.WriteBytes(Path.Combine(made, ReleaseManifest.FileName), release.Bytes);
        if (Directory.Exists(final))
            Directory.Delete(final, recursive: true);
        Directory.Move(made, final);
        return final;
    }

    /// <summary>The upgrades of the release in use that are not with its files, in the order in which they are to be fetched; those that are refused are left out. Damaged ones are removed.</summary>
    internal IReadOnlyList<ReleaseFile> MissingUpgrades()
    {
        if (CurrentFolder is not string current)
            return [];
        string[] refused = File.Exists(RefusedUpgrades) ? File.ReadAllLines(RefusedUpgrades) : [];
        ReleaseFile[] missing = [.. ReleaseFolder.Read(current).Release.Manifest.Files.Where(f => f.Upgrade is not null && !IsWhole(Path.Combine(current, f.Path), f)).OrderBy(f => f.Upgrade)];
        foreach (ReleaseFile file in missing)
            File.Delete(Path.Combine(current, file.Path));
        return [.. missing.TakeWhile(f => !refused.Contains(f.Sha256))];
    }

    /// <summary>Puts an upgrade that is here, whole, beside the other files of the release in use.</summary>
    internal void AddUpgrade(ReleaseFile file)
    {
        string final = Path.Combine(CurrentFolder!, file.Path), made = final + ".tmp";
        File.Copy(PathOf(file), made, overwrite: true);
        File.Move(made, final, overwrite: true);
    }

    /// <summary>Goes back to the release in use without its upgrades, and does not fetch them again: they were what their hashes say, and could not be used.</summary>
    public void RefuseUpgrades()
    {
        ReleaseFile[] upgrades = [.. ReleaseFolder.Read(CurrentFolder!).Release.Manifest.Files.Where(f => f.Upgrade is not null)];
        foreach (ReleaseFile file in upgrades)
        {
            File.Delete(Path.Combine(CurrentFolder!, file.Path));
            File.Delete(PathOf(file));
        }

        AtomicFile.WriteText(RefusedUpgrades, string.Concat(upgrades.Select(f => f.Sha256 + "\n")));
    }

    /// <summary>Uses a release from now on; the one before is the one to go back to, and all else goes.</summary>
    internal void Use(long number)
    {
        // Killed between the two, the one before that is still there to go back to.
        long? before = Current;
        AtomicFile.WriteText(Marker, Text(number));
        if (before is long old && old != number)
            AtomicFile.WriteText(Previous, Text(old));
        Sweep([.. new[] { number, NumberIn(Previous) }.OfType<long>()]);
    }

    /// <summary>Does not try a release again that could not be used.</summary>
    internal void Refuse(SignedRelease release)
    {
        AtomicFile.WriteText(Refused, Convert.ToHexStringLower(SHA256.HashData(release.Bytes.Span)) + "\n");
        Directory.Delete(FolderOf(release.Manifest.Release), recursive: true);
    }

    /// <summary>The folder of the release in use; when it cannot be loaded any more (a disk that forgets), that of the one before, which is in use from then on.</summary>
    /// <param name="tryOut">Loads a folder as it will be used; throws what is wrong with it.</param>
    /// <exception cref="InputException"><c>release-none</c>, or neither can be loaded: what is wrong with the one before.</exception>
    public string Usable(Action<string> tryOut)
    {
        string current = CurrentFolder ?? throw new InputException("release-none", folder, "There is no release here yet.", "Reach the server once.");
        try
        {
            MissingUpgrades();
            tryOut(current);
            return current;
        }
        catch (InputException) when (NumberIn(Previous) is not null)
        {
            long number = NumberIn(Previous)!.Value;
            tryOut(FolderOf(number));
            TryMark(number);
            return FolderOf(number);
        }
    }

    /// <summary>A disk that is full does not keep a device from running what it has.</summary>
    private void TryMark(long number)
    {
        try
        {
            AtomicFile.WriteText(Marker, Text(number));
        }
        catch (InputException)
        {
            // The next start finds out again.
        }
    }

    private void Sweep(HashSet<long> kept)
    {
        HashSet<string> used = [];
        foreach (string one in Directory.GetDirectories(Path.Combine(folder, "releases")))
        {
            if (long.TryParse(Path.GetFileName(one), NumberStyles.None, CultureInfo.InvariantCulture, out long number) && kept.Contains(number))
                used.UnionWith(Hashes(one));
            else
                Directory.Delete(one, recursive: true);
        }

        foreach (string file in Directory.GetFiles(Objects).Where(f => !used.Contains(Path.GetFileName(f))))
            File.Delete(file);
        // Of processes that were killed while they wrote.
        foreach (string file in Directory.GetFiles(folder, "*.tmp"))
            File.Delete(file);
    }

    /// <summary>The objects of a release; of one that is damaged none, which are fetched again if it is ever wanted.</summary>
    private static IEnumerable<string> Hashes(string release)
    {
        try
        {
            return ReleaseFolder.Read(release).Release.Manifest.Files.Select(f => f.Sha256);
        }
        catch (InputException)
        {
            return [];
        }
    }

    private long? NumberIn(string path) =>
        File.Exists(path) && long.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out long number) && Directory.Exists(FolderOf(number)) ? number : null;

    private static bool IsWhole(string path, ReleaseFile file) => FileHash.Is(path, file.Sha256, file.Bytes);

    private string PathOf(ReleaseFile file) => Path.Combine(Objects, file.Sha256);

    private string PartOf(ReleaseFile file) => PathOf(file) + ".part";

    private string FolderOf(long number) => Path.Combine(folder, "releases", Text(number));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
