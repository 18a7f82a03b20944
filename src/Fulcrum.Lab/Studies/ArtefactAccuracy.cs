using System.Text.Json;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Studies;

/// <summary>What an artefact scores on the whole test split, as `fulcrum apply` measured it.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Value">0 to 1.</param>
/// <param name="Interval">Its 95 % interval.</param>
/// <param name="DropPoints">Points lost against the model as it came.</param>
/// <param name="DropInterval">Their 95 % interval, paired.</param>
/// <param name="Samples">Samples of the split.</param>
public sealed record ArtefactAccuracy(string Metric, double Value, IReadOnlyList<double> Interval, double DropPoints, IReadOnlyList<double> DropInterval, int Samples)
{
    /// <summary>Reads it from a folder's manifest; null when nothing was measured, or there is no folder.</summary>
    /// <exception cref="InputException"><c>artefact-malformed</c>.</exception>
    public static ArtefactAccuracy? Read(string folder)
    {
        string path = Path.Combine(folder, "manifest.json");
        if (!File.Exists(path))
            return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            if (!json.RootElement.TryGetProperty("metrics", out JsonElement m) || m.ValueKind != JsonValueKind.Object)
                return null;
            double[] Pair(string name) => [.. m.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];
            return new ArtefactAccuracy(m.GetProperty("metric").GetString()!, m.GetProperty("after").GetDouble(), Pair("after_interval"), m.GetProperty("drop_points").GetDouble(), Pair("drop_interval"), m.GetProperty("samples").GetInt32());
        }
        catch (Exception failure) when (failure is JsonException or IOException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InputException("artefact-malformed", path, failure.Message, "Make the folder again with `fulcrum apply`.", failure);
        }
    }
}
