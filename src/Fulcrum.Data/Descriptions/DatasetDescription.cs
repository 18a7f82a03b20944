using System.Text.Json.Serialization;

namespace Fulcrum.Data.Descriptions;

/// <summary>A dataset in words: which files hold which samples, and what becomes of their values. A JSON file; see docs/datasets.md.</summary>
internal sealed record DatasetDescription
{
    /// <summary>The dataset's name.</summary>
    public required string Name { get; init; }

    /// <summary>Number of classes.</summary>
    public required int Classes { get; init; }

    /// <summary>Shape of one sample, without the batch.</summary>
    public required IReadOnlyList<long> Shape { get; init; }

    /// <summary>How values are stored and scaled.</summary>
    public ValuesDescription? Values { get; init; }

    /// <summary>How text becomes token ids; for splits of format tsv.</summary>
    public TextDescription? Text { get; init; }

    /// <summary>Labels of one sample in the files of labels, a byte each: above 1 for maps of labels, where 255 is ignored. Default 1.</summary>
    public int? LabelsPerSample { get; init; }

    /// <summary>For fitting weights.</summary>
    public required SplitDescription Train { get; init; }

    /// <summary>For ranges and plans.</summary>
    public required SplitDescription Calibration { get; init; }

    /// <summary>For figures that are reported.</summary>
    public required SplitDescription Test { get; init; }
}

/// <summary>How values are stored and what becomes of them.</summary>
internal sealed record ValuesDescription
{
    /// <summary>uint8 (default), int8, int64 or float32.</summary>
    public SampleType? Type { get; init; }

    /// <summary>Factor; 1/255 for uint8, 1 otherwise.</summary>
    public double? Scale { get; init; }

    /// <summary>Subtracted after scaling, per channel.</summary>
    public IReadOnlyList<float>? Mean { get; init; }

    /// <summary>Divisor after that, per channel.</summary>
    public IReadOnlyList<float>? Std { get; init; }
}

/// <summary>Where the samples of one split are.</summary>
internal sealed record SplitDescription
{
    /// <summary>idx, cifar (a label byte, then the sample), raw (samples one after the other), tsv (lines of text and labels) or random (made up, for measuring times only).</summary>
    public required string Format { get; init; }

    /// <summary>The file of samples, relative to the description; a leading <c>$NAME/</c> is an environment variable. May be gzip-compressed (.gz). None for random.</summary>
    public string? Samples { get; init; }

    /// <summary>Of samples that are made up: equal seeds give equal samples; each split needs its own.</summary>
    public int? Seed { get; init; }

    /// <summary>The file of labels (a byte each); none for cifar and tsv.</summary>
    public string? Labels { get; init; }

    /// <summary>The first sample to take. Default 0.</summary>
    public int? First { get; init; }

    /// <summary>How many to take. Default all that follow.</summary>
    public int? Count { get; init; }
}

/// <summary>JSON of descriptions: snake_case; unknown members are errors.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DatasetDescription))]
[JsonSerializable(typeof(VocabularyDescription))]
[JsonSerializable(typeof(string))]
internal sealed partial class DescriptionJson : JsonSerializerContext;
