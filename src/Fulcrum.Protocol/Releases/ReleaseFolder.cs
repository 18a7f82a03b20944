using System.Security.Cryptography;
using Fulcrum.Problems;

namespace Fulcrum.Protocol.Releases;

/// <summary>A folder with release.json and its signature beside the files that it names.</summary>
public sealed class ReleaseFolder
{
    private readonly string _path;
    private readonly Dictionary<string, ReleaseFile> _objects;

    private ReleaseFolder(string path, SignedRelease release) => (_path, Release, _objects) = (path, release, release.Manifest.Files.DistinctBy(f => f.Sha256).ToDictionary(f => f.Sha256));

    /// <summary>The release.</summary>
    public SignedRelease Release { get; }

    /// <summary>Whether a folder holds one.</summary>
    public static bool IsOne(string path) => File.Exists(Path.Combine(path, ReleaseManifest.FileName));

    /// <summary>Signs some files of a folder and writes manifest and signature beside them.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="model">The plan's model.</param>
    /// <param name="files">Names of files in it.</param>
    /// <param name="number">The release's number; null: one more than the folder's release, 1 without one.</param>
    /// <param name="created">When, UTC.</param>
    /// <param name="expires">Until when devices take it; null: for good.</param>
    /// <param name="key">The key that signs.</param>
    /// <param name="upgrades">Those of the files that devices run without and fetch later, with their order from 1; null: none.</param>
    /// <exception cref="InputException">A file is missing, the number is not more than that of the release there, or the folder cannot be written.</exception>
    public static ReleaseFolder Write(string path, string model, IEnumerable<string> files, long? number, DateTimeOffset created, DateTimeOffset? expires, ECDsa key, IReadOnlyDictionary<string, int>? upgrades = null)
    {
        long before = IsOne(path) ? Read(path).Release.Manifest.Release : 0, next = number ?? (before + 1);
        if (next <= before)
            throw new InputException("release-number", path, $"The folder holds release {before}, and devices do not go back to {next}.", $"Use {before + 1} or more.");
        int format = upgrades is { Count: > 0 } ? ReleaseManifest.UpgradeFormat : ReleaseManifest.CurrentFormat;
        ReleaseFile[] described = [.. files.Order(StringComparer.Ordinal).Select(f => Describe(path, f) with { Upgrade = upgrades?.TryGetValue(f, out int order) == true ? order : null })];
        SignedRelease release = SignedRelease.Sign(new ReleaseManifest(format, model, next, created, expires, described), key);
        AtomicFile.WriteAll([(Path.Combine(path, ReleaseManifest.SignatureName), s => s.Write(System.Text.Encoding.ASCII.GetBytes(release.Signature))), (Path.Combine(path, ReleaseManifest.FileName), s => s.Write(release.Bytes.Span))]);
        return new ReleaseFolder(path, release);
    }

    /// <summary>Reads manifest and signature.</summary>
    /// <exception cref="InputException"><c>release-*</c>.</exception>
    public static ReleaseFolder Read(string path)
    {
        try
        {
            string file = Path.Combine(path, ReleaseManifest.FileName);
            return new ReleaseFolder(path, SignedRelease.Read(File.ReadAllBytes(file), File.ReadAllText(Path.Combine(path, ReleaseManifest.SignatureName)).Trim(), file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("release-not-readable", path, failure.Message, "Give a folder with release.json and release.sig.", failure);
        }
    }

    /// <summary>Where the file of a hash is; null when the release has none.</summary>
    public string? PathOf(string sha256) => _objects.TryGetValue(sha256, out ReleaseFile? file) ? Path.Combine(_path, file.Path) : null;

    private static ReleaseFile Describe(string folder, string file)
    {
        try
        {
            (string hash, long bytes) = FileHash.Of(Path.Combine(folder, file));
            return new ReleaseFile(file, hash, bytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("release-file", Path.Combine(folder, file), failure.Message, "The plan names the file: write the folder again from its plan.", failure);
        }
    }
}
