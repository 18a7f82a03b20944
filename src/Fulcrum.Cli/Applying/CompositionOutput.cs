using System.Text.Json;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Operators.Exits;
using Fulcrum.Problems;

namespace Fulcrum.Cli.Applying;

/// <summary>Writes what a composition gave: models, manifest.json, and measured.json where something was timed; all or none.</summary>
internal static class CompositionOutput
{
    private const string ManifestName = "manifest.json";
    private const string MeasuredName = "measured.json";

    public static ApplyResult Write(string folder, CompositionInput input, string operators, int seed, CompositionOutcome outcome)
    {
        IReadOnlyList<Model> models = outcome.Artefact.Written;
        PreparedFile[] files = [.. models.SelectMany((m, i) => OnnxFile.Prepare(m, Path.Combine(folder, models.Count > 1 ? $"segment-{i + 1}.onnx" : "model.onnx")))];
        if (outcome.Artefact.Packed is { } packed)
            files = [.. files, PackedOutput.Prepare(Path.Combine(folder, PackedOutput.Name), packed)];
        ExitsFile? exits = outcome.Artefact.Chain is { } chain ? ExitsFile.Describe(chain) : null;
        var manifest = new ApplyManifest(
            CompositionInput.Version, input.File, input.Sha256, input.DataFiles, operators, input.Data?.Name, input.Splits, seed,
            outcome.Steps, outcome.Artefact.Notes, outcome.Artefact.Fusion, outcome.Metrics, exits, [.. files.Select(Hashing.Describe)]);
        string path = Path.Combine(folder, ManifestName);
        IReadOnlyList<string> stale = Stale(path, manifest);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(manifest, CliJson.Default.ApplyManifest);
        byte[] measured = JsonSerializer.SerializeToUtf8Bytes(new ApplyMeasured(outcome.Artefact.Measured), CliJson.Default.ApplyMeasured);
        byte[] chained = exits is null ? [] : JsonSerializer.SerializeToUtf8Bytes(exits, CliJson.Default.ExitsFile);
        bool isTimed = outcome.Artefact.Measured.Count > 0;
        AtomicFile.WriteAll(
        [
            .. files.Select(f => (f.Path, f.Write)),
            .. isTimed ? [(Path.Combine(folder, MeasuredName), (Action<Stream>)(stream => stream.Write(measured)))] : Array.Empty<(string, Action<Stream>)>(),
            .. exits is null ? Array.Empty<(string, Action<Stream>)>() : [(Path.Combine(folder, ExitsFile.FileName), (Action<Stream>)(stream => stream.Write(chained)))],
            (path, stream => stream.Write(json)),
        ]);
        foreach (string file in stale.Concat(isTimed ? [] : [MeasuredName]).Concat(exits is null ? [ExitsFile.FileName] : []))
            File.Delete(Path.Combine(folder, file));
        return new ApplyResult([.. files.Select(f => new ConvertedFile(f.Path, f.Length))], outcome.Metrics, path, outcome.Artefact.Notes, outcome.Artefact.Measured, outcome.Resumed);
    }

    /// <summary>Files of an earlier run into the same folder that this one does not write again, as that run's manifest names them.</summary>
    private static IReadOnlyList<string> Stale(string path, ApplyManifest fresh)
    {
        try
        {
            ApplyManifest? old = File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), CliJson.Default.ApplyManifest) : null;
            return [.. old?.Outputs?.Select(o => o.File).Where(f => f is not null && Path.GetFileName(f) == f && fresh.Outputs.All(o => o.File != f)) ?? []];
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
