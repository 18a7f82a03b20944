using System.Text.Json;
using System.Text.Json.Serialization;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Patterns;

/// <summary>The pattern file, patterns.json: written beside model.onnx, read by the server.</summary>
public static class PatternFile
{
    /// <summary>Its name in a repository.</summary>
    public const string Name = "patterns.json";

    /// <summary>Writes a set, all or nothing; equal sets give equal bytes.</summary>
    /// <exception cref="InputException"><c>output-not-writable</c>.</exception>
    public static void Write(PatternSet patterns, string path) =>
        AtomicFile.WriteBytes(path, JsonSerializer.SerializeToUtf8Bytes(patterns, PatternJson.Default.PatternSet));

    /// <summary>Reads and checks a set.</summary>
    /// <param name="path">The file.</param>
    /// <param name="modelHash">The hash of the model it must belong to; null to skip that check.</param>
    /// <exception cref="InputException">The file is missing, malformed, of a newer format, or of another model; every problem is named.</exception>
    public static PatternSet Read(string path, string? modelHash = null)
    {
        PatternSet patterns = JsonFile.Read(path, PatternJson.Default.PatternSet, "patterns", "Plan the model: fulcrum plan.");
        IReadOnlyList<Problem> problems = PatternValidator.Check(patterns, path, modelHash);
        return problems.Count == 0 ? patterns : throw new InputException(problems);
    }
}

/// <summary>JSON of the pattern file: snake_case, unknown members refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(PatternSet))]
internal sealed partial class PatternJson : JsonSerializerContext;
