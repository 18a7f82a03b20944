using System.Text.Json;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Lab.Studies;

/// <summary>What `fulcrum apply` wrote: a model in parts, with its exits.</summary>
/// <param name="Parts">First to last.</param>
/// <param name="Outputs">The model's outputs.</param>
/// <param name="Sha256">Of the files, one after the other.</param>
public sealed record ArtefactFolder(IReadOnlyList<ArtefactPart> Parts, IReadOnlyList<string> Outputs, string Sha256)
{
    /// <summary>Reads a folder.</summary>
    /// <exception cref="InputException"><c>artefact-malformed</c>, or a model cannot be read.</exception>
    public static ArtefactFolder Read(string path)
    {
        string manifest = Path.Combine(path, "manifest.json");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(manifest));
            string exits = Path.Combine(path, "exits.json");
            IReadOnlyList<ArtefactPart> parts = File.Exists(exits) ? Chain(path, exits) : [.. Files(json).Select((f, i) => new ArtefactPart(OnnxFile.Read(Path.Combine(path, f)), i + 1, null))];
            HashSet<string> read = [.. parts.SelectMany(p => p.Model.Graph.Inputs).Select(i => i.Name), .. parts.Select(p => p.Exit?.Output).OfType<string>()];
            string[] outputs = [.. parts.SelectMany(p => p.Model.Graph.Outputs).Select(o => o.Name).Where(o => !read.Contains(o))];
            string hash = string.Concat(json.RootElement.GetProperty("outputs").EnumerateArray().Select(o => o.GetProperty("sha256").GetString()));
            return new ArtefactFolder(parts, outputs, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(hash))));
        }
        catch (Exception failure) when (failure is JsonException or IOException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InputException("artefact-malformed", manifest, failure.Message, "Make the folder again with `fulcrum apply`.", failure);
        }
    }

    private static IEnumerable<string> Files(JsonDocument manifest) =>
        manifest.RootElement.GetProperty("outputs").EnumerateArray().Select(o => o.GetProperty("file").GetString()!).Where(f => f.EndsWith(".onnx", StringComparison.Ordinal));

    private static IReadOnlyList<ArtefactPart> Chain(string path, string file)
    {
        using var exits = JsonDocument.Parse(File.ReadAllBytes(file));
        ExitConfidence confidence = exits.RootElement.GetProperty("confidence").GetString() == "entropy" ? ExitConfidence.Entropy : ExitConfidence.MaxSoftmax;
        return [.. exits.RootElement.GetProperty("segments").EnumerateArray().Select(s => new ArtefactPart(
            OnnxFile.Read(Path.Combine(path, s.GetProperty("file").GetString()!)),
            s.GetProperty("tier").GetInt32(),
            s.GetProperty("exit").GetString() is string exit ? new ManifestExit(exit, confidence, Math.Min(s.GetProperty("threshold").GetDouble(), ManifestExit.Never)) : null))];
    }
}

/// <summary>One part.</summary>
/// <param name="Model">It.</param>
/// <param name="Tier">The number of the tier that runs it, from 1.</param>
/// <param name="Exit">Where samples may leave behind it; null when none does.</param>
public sealed record ArtefactPart(Model Model, int Tier, ManifestExit? Exit);
