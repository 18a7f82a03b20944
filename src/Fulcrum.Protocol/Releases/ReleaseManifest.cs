using System.Text.Json.Serialization;

namespace Fulcrum.Protocol.Releases;

/// <summary>release.json: what a device gets of a plan, file by file. It is signed as it stands, byte for byte. See docs/releases.md.</summary>
/// <param name="Format">The format's version: <see cref="CurrentFormat"/>, or <see cref="UpgradeFormat"/>.</param>
/// <param name="Model">The plan's model.</param>
/// <param name="Release">Its number; a device never goes back to a lower one that somebody offers.</param>
/// <param name="Created">When it was made, UTC.</param>
/// <param name="Expires">From when on a device does not take it any more, UTC; null: never. What it runs already, it goes on running.</param>
/// <param name="Files">Its files, by path.</param>
public sealed record ReleaseManifest(int Format, string Model, long Release, DateTimeOffset Created, DateTimeOffset? Expires, IReadOnlyList<ReleaseFile> Files)
{
    /// <summary>The format of releases without upgrades: 1.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The format of releases with upgrades: 2.</summary>
    public const int UpgradeFormat = 2;

    /// <summary>The manifest's file.</summary>
    public const string FileName = "release.json";

    /// <summary>Its signature's file.</summary>
    public const string SignatureName = "release.sig";

    /// <summary>The header that carries the signature over HTTP, as it stands in the file.</summary>
    public const string SignatureHeader = "Fulcrum-Signature";

    /// <summary>Bytes of a manifest, at most.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Files, at most.</summary>
    public const int MostFiles = 4096;
}

/// <summary>A file of a release.</summary>
/// <param name="Path">Its name in the folder: letters, digits, dot, dash, underscore.</param>
/// <param name="Sha256">Of its content, lower-case hex: the name under which it is fetched and kept.</param>
/// <param name="Bytes">Its length.</param>
public sealed record ReleaseFile(string Path, string Sha256, long Bytes)
{
    /// <summary>For a file that a device runs without and fetches later, its place in the order in which such files are fetched, from 1; null (default): needed from the start.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Upgrade { get; init; }
}

/// <summary>JSON of release.json: snake_case, unknown members and members given twice refused, no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true)]
[JsonSerializable(typeof(ReleaseManifest))]
internal sealed partial class ReleaseJson : JsonSerializerContext;
