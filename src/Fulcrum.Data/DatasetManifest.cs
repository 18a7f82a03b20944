using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fulcrum.Problems;

namespace Fulcrum.Data;

/// <summary>manifest.json beside a dataset's files: what it is and the SHA-256 of every file.</summary>
/// <param name="Name">The dataset's name.</param>
/// <param name="Files">Its files.</param>
internal sealed record DatasetManifest(string Name, IReadOnlyList<DatasetManifest.Entry> Files)
{
    public const string FileName = "manifest.json";

    private const int MaximumBytes = 1 << 16;

    /// <summary>One file.</summary>
    /// <param name="File">Its name, without a folder.</param>
    /// <param name="Sha256">Lower-case hex.</param>
    internal sealed record Entry(string File, string Sha256);

    public static DatasetManifest Of(DatasetSource source) => new(source.Name, [.. source.Files.Select(f => new Entry(f.File, f.Sha256))]);

    /// <summary>The manifest of a folder; null when it has none.</summary>
    /// <exception cref="InputException"><c>manifest-malformed</c>.</exception>
    public static DatasetManifest? Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        try
        {
            if (new FileInfo(path).Length > MaximumBytes)
                throw Malformed(path, $"It is larger than {MaximumBytes} bytes.");
            DatasetManifest? read = JsonSerializer.Deserialize(File.ReadAllBytes(path), DatasetManifestJson.Default.DatasetManifest);
            return read is { Name: not null, Files: not null } && read.Files.All(f => f is { File: not null, Sha256: not null } && Path.GetFileName(f.File) == f.File)
                ? read
                : throw Malformed(path, "It does not hold a name and a list of file names with checksums.");
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Malformed(path, failure.Message, failure);
        }
    }

    public void Write(string folder) =>
        AtomicFile.WriteBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, DatasetManifestJson.Default.DatasetManifest));

    /// <summary>Holds every file against its checksum.</summary>
    /// <exception cref="InputException"><c>dataset-checksum</c>, once per bad file.</exception>
    public void Verify(string folder)
    {
        Problem[] problems = [.. Files.Select(f => (f, Path: Path.Combine(folder, f.File)))
            .Where(f => !FileHash.Is(f.Path, f.f.Sha256))
            .Select(f => new Problem("dataset-checksum", f.Path, "The file is missing or not the one that was fetched.", $"Get the dataset again: fulcrum data get {Name}"))];
        if (problems.Length > 0)
            throw new InputException(problems);
    }

    private static InputException Malformed(string path, string message, Exception? inner = null) =>
        new("manifest-malformed", path, message, "Get the dataset again: fulcrum data get.", inner);
}

/// <summary>JSON of the manifest: snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(DatasetManifest))]
internal sealed partial class DatasetManifestJson : JsonSerializerContext;
