using System.Text.Json;
using Fulcrum.Problems;

namespace Fulcrum.Data.Descriptions;

/// <summary>Opens datasets by their description.</summary>
internal static class DescribedDataset
{
    /// <summary>Reads the description and every file it names.</summary>
    /// <exception cref="InputException"><c>dataset-description</c>, <c>dataset-shape</c>, <c>dataset-label</c>, <c>dataset-overlap</c> or the readers' codes.</exception>
    public static Dataset Open(string path)
    {
        DatasetDescription description = Parse(path);
        long length = description.Shape.Aggregate(1L, (n, d) => n > 0 && d > 0 ? Math.Min(n * d, int.MaxValue) : 0);
        if (length is 0 or int.MaxValue || description.Classes < 1)
            throw Wrong(path, "$.shape", $"Samples of shape [{string.Join(",", description.Shape)}] in {description.Classes} classes make no sense.");
        if (description.LabelsPerSample < 1)
            throw Wrong(path, "$.labels_per_sample", $"{description.LabelsPerSample} labels per sample make no sense.");
        SampleFormat format = Format(description.Values);
        var reader = new SplitReader(path, description, (int)length, format);
        DatasetSplit train = reader.Read("train", description.Train), calibration = reader.Read("calibration", description.Calibration), test = reader.Read("test", description.Test);
        foreach (DatasetSplit split in new[] { train, calibration, test })
            CheckLabels(path, split, description.Classes);
        SplitOverlap.Refuse(path, train, calibration, test);
        return new Dataset(description.Name, description.Shape, description.Classes, train, calibration, test);
    }

    /// <summary>What a description says, before any file of it is looked at.</summary>
    /// <exception cref="InputException"><c>dataset-description</c>.</exception>
    internal static DatasetDescription Parse(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), DescriptionJson.Default.DatasetDescription) ?? throw Wrong(path, "$", "It is empty.");
        }
        catch (JsonException failure)
        {
            throw Wrong(path, failure.Path ?? "$", failure.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Wrong(path, "$", failure.Message);
        }
    }

    private static SampleFormat Format(ValuesDescription? values)
    {
        SampleType type = values?.Type ?? SampleType.UInt8;
        return new SampleFormat { Type = type, Scale = values?.Scale ?? (type == SampleType.UInt8 ? 1 / 255.0 : 1), Mean = values?.Mean ?? [], Std = values?.Std ?? [] };
    }

    private static void CheckLabels(string path, DatasetSplit split, int classes)
    {
        if (split.Count == 0)
            throw Wrong(path, $"$.{split.Name}", "The split is empty.");
        foreach (int label in split.LabelsOf(0, split.Count))
        {
            if (label >= classes && !(split.LabelsPerSample > 1 && label == DatasetSplit.Ignored))
                throw new InputException("dataset-label", $"{path}: $.{split.Name}", $"A label is {label}, but there are {classes} classes (0 to {classes - 1}).", "Correct the number of classes, or the files.");
        }
    }

    internal static InputException Wrong(string path, string place, string message, string remedy = "See docs/datasets.md for the form.") =>
        new("dataset-description", $"{path}: {place}", message, remedy);
}
