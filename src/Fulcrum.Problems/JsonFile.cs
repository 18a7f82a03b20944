using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Fulcrum.Problems;

/// <summary>Reads a JSON file as one record.</summary>
public static class JsonFile
{
    /// <summary>The record; what it says is for the caller to check.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">How its JSON maps to the record.</param>
    /// <param name="code">What codes of problems begin with.</param>
    /// <param name="remedy">What to do when the file is no good.</param>
    /// <exception cref="InputException"><c>CODE-not-readable</c>, <c>CODE-malformed</c> with the path in the JSON.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type, string code, string remedy) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type) ?? throw new InputException($"{code}-malformed", path, "The file holds null.", remedy);
        }
        catch (JsonException failure)
        {
            throw new InputException($"{code}-malformed", $"{path}: {failure.Path}", failure.Message, remedy, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{code}-not-readable", path, failure.Message, remedy, failure);
        }
    }
}
