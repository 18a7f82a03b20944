using System.Text.Json;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Operators.Exits;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Lab.Artefacts;

/// <summary>What `fulcrum apply` wrote: a model in parts, with its exits.</summary>
/// <param name="Parts">First to last.</param>
/// <param name="Outputs">The model's outputs.</param>
/// <param name="Sha256">Of the files, one after the other.</param>
public sealed record ArtefactFolder(IReadOnlyList<ArtefactPart> Parts, IReadOnlyList<string> Outputs, string Sha256)
{
    /// <summary>What exits.json says; null where there is none.</summary>
    public ExitsFile? Exits { get; init; }

    /// <summary>Whether a folder holds a model with exits.</summary>
    public static bool HasExits(string path) => File.Exists(Path.Combine(path, ExitsFile.FileName));

    /// <summary>Reads a folder.</summary>
    /// <exception cref="InputException"><c>artefact-malformed</c>, those of <see cref="ExitsFile.Read"/>, or a model cannot be read.</exception>
    public static ArtefactFolder Read(string path)
    {
        string manifest = Path.Combine(path, "manifest.json");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(manifest));
            ExitsFile? exits = HasExits(path) ? ExitsFile.Read(path) : null;
            IReadOnlyList<ArtefactPart> parts = exits is not null ? Chain(path, exits) : [.. Files(json).Select((f, i) => new ArtefactPart(OnnxFile.Read(Path.Combine(path, f)), i + 1, null))];
            HashSet<string> read = [.. parts.SelectMany(p => p.Model.Graph.Inputs).Select(i => i.Name), .. parts.Select(p => p.Exit?.Output).OfType<string>()];
            string[] outputs = [.. parts.SelectMany(p => p.Model.Graph.Outputs).Select(o => o.Name).Where(o => !read.Contains(o))];
            string hash = string.Concat(json.RootElement.GetProperty("outputs").EnumerateArray().Select(o => o.GetProperty("sha256").GetString()));
            return new ArtefactFolder(parts, outputs, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(hash)))) { Exits = exits };
        }
        catch (Exception failure) when (failure is JsonException or IOException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InputException("artefact-malformed", manifest, failure.Message, "Make the folder again with `fulcrum apply`.", failure);
        }
    }

    /// <summary>A chain as one model, its exits as further outputs, with their thresholds as the folder has them.</summary>
    /// <exception cref="InputException"><c>plan-exits-chain</c>, <c>plan-exits-output</c>, <c>plan-exits-none</c>.</exception>
    public (Model Model, ExitPlan Exits) Join()
    {
        ExitPoint[] points = [.. Parts.Select(p => p.Exit).OfType<ManifestExit>().Select(e => new ExitPoint(e.Output, e.Threshold, [], 1))];
        if (Exits is null || points.Length == 0)
            throw new InputException("plan-exits-none", ExitsFile.FileName, "The segments have no exits.", "Give the folder that `fulcrum apply MODEL \"early-exit(...)\"` wrote, or a model.");
        var plan = new ExitPlan { Points = points, Final = Exits.Final, Confidence = Exits.Kind, ExpectedMacs = Exits.ExpectedMacs };
        return (ExitJoiner.Join([.. Parts.Select(p => p.Model)], plan), plan);
    }

    private static IEnumerable<string> Files(JsonDocument manifest) =>
        manifest.RootElement.GetProperty("outputs").EnumerateArray().Select(o => o.GetProperty("file").GetString()!).Where(f => f.EndsWith(".onnx", StringComparison.Ordinal));

    private static IReadOnlyList<ArtefactPart> Chain(string path, ExitsFile exits) =>
        [.. exits.Segments.Select(s => new ArtefactPart(OnnxFile.Read(Path.Combine(path, s.File)), s.Tier, s.Exit is string exit ? new ManifestExit(exit, exits.Kind, s.Threshold!.Value) : null))];
}

/// <summary>One part.</summary>
/// <param name="Model">It.</param>
/// <param name="Tier">The number of the tier that runs it, from 1.</param>
/// <param name="Exit">Where samples may leave behind it; null when none does.</param>
public sealed record ArtefactPart(Model Model, int Tier, ManifestExit? Exit);
