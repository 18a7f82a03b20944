using System.Globalization;
using System.Text.Json;
using Fulcrum.Problems;

namespace Fulcrum.Data.Descriptions;

/// <summary>The first test samples of a dataset as a dataset of their own: what a device with little memory or time opens in place of the whole.</summary>
public static class DatasetExcerpt
{
    /// <summary>Writes a description with its files: the first test samples as they are stored, and one sample each for training and calibration.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="data">The whole.</param>
    /// <param name="samples">Test samples, at most.</param>
    /// <returns>The description's path; null when labels do not fit a byte, as files of labels have them.</returns>
    /// <exception cref="InputException"><c>output-not-writable</c>.</exception>
    public static string? Write(string folder, Dataset data, int samples)
    {
        DatasetSplit[] splits = [data.Train.Take(1), data.Calibration.Take(1), data.Test.Take(samples)];
        if (splits.Any(s => s.LabelsOf(0, s.Count).ContainsAnyExceptInRange(0, byte.MaxValue)))
            return null;
        string path = Path.Combine(folder, "data.json");
        AtomicFile.WriteAll(
        [
            .. splits.Select(s => (Path.Combine(folder, $"{s.Name}.bin"), (Action<Stream>)(stream => WriteSamples(s, stream)))),
            .. splits.Select(s => (Path.Combine(folder, $"{s.Name}.labels"), (Action<Stream>)(stream => stream.Write(Array.ConvertAll(s.LabelsOf(0, s.Count).ToArray(), l => (byte)l))))),
            (path, stream => Describe(data, splits, stream)),
        ]);
        return path;
    }

    private static void WriteSamples(DatasetSplit split, Stream stream)
    {
        for (int i = 0; i < split.Count; i++)
            stream.Write(split.Stored(i));
    }

    private static void Describe(Dataset data, DatasetSplit[] splits, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        SampleFormat format = data.Test.Format;
        json.WriteStartObject();
        json.WriteString("name", data.Name);
        json.WriteNumber("classes", data.ClassCount);
        Numbers(json, "shape", data.SampleShape.Select(d => (double)d));
        json.WriteStartObject("values");
        json.WriteString("type", format.Type.ToString().ToLower(CultureInfo.InvariantCulture));
        json.WriteNumber("scale", format.Scale);
        Numbers(json, "mean", format.Mean.Select(m => (double)m));
        Numbers(json, "std", format.Std.Select(s => (double)s));
        json.WriteEndObject();
        json.WriteNumber("labels_per_sample", data.Test.LabelsPerSample);
        foreach (DatasetSplit split in splits)
        {
            json.WriteStartObject(split.Name);
            json.WriteString("format", "raw");
            json.WriteString("samples", $"{split.Name}.bin");
            json.WriteString("labels", $"{split.Name}.labels");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
