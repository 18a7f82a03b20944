using System.Security.Cryptography;
using System.Text;
using Fulcrum.Cli.Results;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Problems;

namespace Fulcrum.Cli.Applying;

/// <summary>SHA-256 of files and texts, lower-case hex.</summary>
internal static class Hashing
{
    public static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <exception cref="InputException"><c>model-not-readable</c> when the file changed or went away since it was read.</exception>
    public static string OfFile(string path)
    {
        try
        {
            return FileHash.Of(path).Sha256;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("model-not-readable", path, failure.Message, "Check the file and its permissions.", failure);
        }
    }

    /// <summary>A file that is not written yet.</summary>
    public static ApplyOutput Describe(PreparedFile file)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
            file.Write(stream);
        return new ApplyOutput(Path.GetFileName(file.Path), file.Length, Convert.ToHexStringLower(hash.Hash!));
    }

    /// <summary>The files of weights beside a model, by the names it calls them.</summary>
    public static IReadOnlyDictionary<string, string> OfExternalData(Model model, string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        IEnumerable<string> locations = ModelTensors.Of(model).SelectMany(t => t.External ?? []).Where(e => e.Key == "location").Select(e => e.Value).Distinct();
        return new SortedDictionary<string, string>(locations.ToDictionary(l => l, l => OfFile(Path.Combine(folder, l))), StringComparer.Ordinal);
    }
}
