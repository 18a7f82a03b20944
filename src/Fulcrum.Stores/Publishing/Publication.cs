using System.Text.Json;
using System.Text.Json.Serialization;
using Fulcrum.Problems;
using Fulcrum.Stores.Contracts;

namespace Fulcrum.Stores.Publishing;

/// <summary>What a document of the kinds <see cref="Plans"/> and <see cref="Models"/> says: a folder's files, each an object.</summary>
/// <param name="Format">1.</param>
/// <param name="Files">By path, in order.</param>
public sealed record Publication(int Format, IReadOnlyList<PublishedFile> Files)
{
    /// <summary>Plan folders and sets of plans, with their releases.</summary>
    public const string Plans = "plans";

    /// <summary>Models of a repository: config.pbtxt and versions, <c>1/model.onnx</c>.</summary>
    public const string Models = "models";

    private const int Current = 1, MostFiles = 16_384;

    /// <summary>Of files.</summary>
    public static Publication Of(IEnumerable<PublishedFile> files) => new(Current, [.. files.OrderBy(f => f.Path, StringComparer.Ordinal)]);

    /// <summary>As the document's bytes; the same files give the same bytes.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, PublicationJson.Default.Publication);

    /// <summary>Reads and checks a document.</summary>
    /// <exception cref="InputException"><c>publication-malformed</c>.</exception>
    public static Publication Read(StoredDocument document)
    {
        try
        {
            Publication read = JsonSerializer.Deserialize(document.Content.Span, PublicationJson.Default.Publication) ?? throw new JsonException("The document is null.");
            return read.Format == Current && read.Files.Count is > 0 and <= MostFiles && read.Files.All(f => f is not null && f.IsSound) && read.Files.DistinctBy(f => f.Path).Count() == read.Files.Count
                ? read : throw new JsonException("The format is unknown, or a file's path, hash or length cannot be.");
        }
        catch (JsonException failure)
        {
            throw new InputException("publication-malformed", $"{document.Name} version {document.Version}", failure.Message, "Publish it again, or update this program.", failure);
        }
    }
}

/// <summary>A file of a publication.</summary>
/// <param name="Path">Relative to the folder, parts divided by slashes; no part begins with a dot.</param>
/// <param name="Sha256">Of its bytes: the object.</param>
/// <param name="Bytes">Its length.</param>
public sealed record PublishedFile(string Path, string Sha256, long Bytes)
{
    internal bool IsSound => Path.Split('/') is { Length: > 0 and <= 8 } parts && parts.All(StoreLimits.IsToken) && StoreLimits.IsHash(Sha256) && Bytes >= 0;
}

/// <summary>JSON of publications: snake_case, unknown members and members given twice refused, no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Publication))]
internal sealed partial class PublicationJson : JsonSerializerContext;
