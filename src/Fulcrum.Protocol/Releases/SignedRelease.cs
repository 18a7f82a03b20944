using System.Security.Cryptography;
using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Protocol.Releases;

/// <summary>A release with the bytes and the signature that it came with.</summary>
/// <param name="Manifest">What it says, checked.</param>
/// <param name="Bytes">release.json, as it was signed.</param>
/// <param name="Signature">ECDSA over the SHA-256 of the bytes, in base64 of the DER form.</param>
public sealed record SignedRelease(ReleaseManifest Manifest, ReadOnlyMemory<byte> Bytes, string Signature)
{
    private const string Remedy = "Make the release again: fulcrum release DIR --key KEY.";

    /// <summary>Signs a release.</summary>
    /// <param name="manifest">What it says.</param>
    /// <param name="key">The key of whoever answers for it.</param>
    public static SignedRelease Sign(ReleaseManifest manifest, ECDsa key)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(manifest, ReleaseJson.Default.ReleaseManifest);
        return Read(bytes, Convert.ToBase64String(key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)), ReleaseManifest.FileName);
    }

    /// <summary>Reads and checks what a release says; whom it is from, <see cref="IsBy"/> says.</summary>
    /// <param name="bytes">release.json.</param>
    /// <param name="signature">Its signature.</param>
    /// <param name="place">Where it is from, for problems.</param>
    /// <exception cref="InputException"><c>release-malformed</c>, <c>release-format</c>, <c>release-invalid</c>.</exception>
    public static SignedRelease Read(ReadOnlyMemory<byte> bytes, string signature, string place)
    {
        if (bytes.Length > ReleaseManifest.MostBytes)
            throw new InputException("release-malformed", place, $"The manifest has {bytes.Length} bytes, {ReleaseManifest.MostBytes} are possible.", Remedy);
        try
        {
            ReleaseManifest manifest = JsonSerializer.Deserialize(bytes.Span, ReleaseJson.Default.ReleaseManifest) ?? throw new JsonException("The release is null.");
            IReadOnlyList<Problem> problems = [.. Check(manifest)];
            return problems.Count == 0 ? new SignedRelease(manifest, bytes, signature) : throw new InputException([.. problems.Select(p => p with { Place = $"{place}: {p.Place}" })]);
        }
        catch (JsonException failure)
        {
            throw new InputException("release-malformed", $"{place}: {failure.Path}", failure.Message, Remedy, failure);
        }
    }

    /// <summary>Whether one of the keys signed it.</summary>
    public bool IsBy(IEnumerable<ECDsa> trusted)
    {
        byte[] signature = new byte[512];
        return Signature.Length <= 512 && Convert.TryFromBase64String(Signature, signature, out int length)
            && trusted.Any(key => key.VerifyData(Bytes.Span, signature.AsSpan(0, length), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    private static IEnumerable<Problem> Check(ReleaseManifest manifest)
    {
        if (manifest.Format is not (ReleaseManifest.CurrentFormat or ReleaseManifest.UpgradeFormat))
        {
            yield return new("release-format", "format", $"The release has format {manifest.Format}, this program reads {ReleaseManifest.CurrentFormat} and {ReleaseManifest.UpgradeFormat}.", "Update the older side.");
            yield break;
        }

        if (!ManifestCheck.IsToken(manifest.Model) || manifest.Model is "." or "..")
            yield return new("release-invalid", "model", "The name is empty, too long, or holds more than letters, digits, dot, dash and underscore.", Remedy);
        if (manifest.Release < 1)
            yield return new("release-invalid", "release", $"{manifest.Release} is no number of a release.", Remedy);
        if (manifest.Files.Count is 0 or > ReleaseManifest.MostFiles || manifest.Files.Contains(null!))
            yield return new("release-invalid", "files", $"There are {manifest.Files.Count} files, 1 to {ReleaseManifest.MostFiles} are possible.", Remedy);
        foreach (ReleaseFile file in manifest.Files.Take(ReleaseManifest.MostFiles).OfType<ReleaseFile>())
        {
            if (!ManifestCheck.IsToken(file.Path) || file.Path is "." or ".." || !ManifestCheck.IsHash(file.Sha256) || file.Bytes < 0)
                yield return new("release-invalid", "files", $"'{Printable.Of(file.Path, 80)}' is no file's name, or its hash or length cannot be.", Remedy);
        }

        if (manifest.Files.OfType<ReleaseFile>().Any(f => f.Upgrade < 1 || (f.Upgrade is not null && manifest.Format < ReleaseManifest.UpgradeFormat)))
            yield return new("release-invalid", "files", $"The order of upgrades starts with 1, and needs format {ReleaseManifest.UpgradeFormat}.", Remedy);
        if (manifest.Files.OfType<ReleaseFile>().DistinctBy(f => f.Path).Count() != manifest.Files.Count)
            yield return new("release-invalid", "files", "A path is given twice.", Remedy);
    }
}
