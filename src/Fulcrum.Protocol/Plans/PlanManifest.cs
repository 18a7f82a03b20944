using System.Text.Json.Serialization;

namespace Fulcrum.Protocol.Plans;

/// <summary>plan.json: which tier runs what, and how tensors travel between them (docs/plan-folder.md).</summary>
/// <param name="Format">The format's version: <see cref="CurrentFormat"/>, or <see cref="PackedFormat"/>.</param>
/// <param name="Model">The model's name: letters, digits, dot, dash and underscore.</param>
/// <param name="ModelSha256">Of the variant's .onnx file, lower-case hex.</param>
/// <param name="Inputs">The model's inputs.</param>
/// <param name="Tiers">In order; the first is the device.</param>
/// <param name="Links">One less than tiers, each from a tier to the next.</param>
/// <param name="Outputs">The model's outputs.</param>
/// <param name="Predicted">What was predicted, by name of the metric; free-form.</param>
public sealed record PlanManifest(
    int Format, string Model, string ModelSha256, IReadOnlyList<ManifestValue> Inputs, IReadOnlyList<ManifestTier> Tiers, IReadOnlyList<ManifestLink> Links,
    IReadOnlyList<ManifestOutput> Outputs, IReadOnlyDictionary<string, double> Predicted)
{
    /// <summary>The format of plans whose segments are all .onnx files: 2.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The format of plans with packed segments: 3.</summary>
    public const int PackedFormat = 3;

    /// <summary>The least format that tiers can be said in.</summary>
    public static int FormatOf(IEnumerable<ManifestTier> tiers) => tiers.Any(t => t.Segments.Any(s => s.IsPacked || s.Upgrades is not null)) ? PackedFormat : CurrentFormat;

    /// <summary>The position of a tier; -1 when there is none of the name.</summary>
    public int IndexOf(string tier)
    {
        for (int i = 0; i < Tiers.Count; i++)
        {
            if (Tiers[i].Name == tier)
                return i;
        }

        return -1;
    }

    /// <summary>The outputs that a tier or one after it makes, in order: what its answer holds.</summary>
    public IReadOnlyList<ManifestOutput> AnswersFrom(int tier) => [.. Outputs.Where(o => IndexOf(o.Tier) >= tier)];
}

/// <summary>One tier.</summary>
/// <param name="Name">Letters, digits, dash and underscore; unique.</param>
/// <param name="Segments">What it runs, one after the other; none when the tier only hands on.</param>
/// <param name="Values">What one of its segments makes for a later one of its own.</param>
public sealed record ManifestTier(string Name, IReadOnlyList<ManifestSegment> Segments, IReadOnlyList<ManifestValue> Values)
{
    /// <summary>A tier that only hands on.</summary>
    public static ManifestTier Relay(string name) => new(name, [], []);

    /// <summary>Whether it runs anything.</summary>
    public bool Computes => Segments.Count > 0;
}

/// <summary>One part of a model.</summary>
/// <param name="File">The file in the folder.</param>
/// <param name="Sha256">Of that file, lower-case hex.</param>
/// <param name="Exit">Where samples may leave behind it; null when none does.</param>
public sealed record ManifestSegment(string File, string Sha256, ManifestExit? Exit)
{
    /// <summary>What a packed segment of a file's name ends with.</summary>
    public const string PackedExtension = ".fpk";

    /// <summary>What can be added to the packed segment, one after the other; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ManifestUpgrade>? Upgrades { get; init; }

    /// <summary>Whether its weights are coded.</summary>
    public bool IsPacked => File.EndsWith(PackedExtension, StringComparison.Ordinal);
}

/// <summary>What makes a packed segment's weights finer.</summary>
/// <param name="File">The file in the folder; a tier runs without it.</param>
/// <param name="Sha256">Of that file, lower-case hex.</param>
public sealed record ManifestUpgrade(string File, string Sha256);

/// <summary>An early exit: when it is sure enough, its logits are the answer and nothing behind it runs.</summary>
/// <param name="Output">The segment's output that holds them, of the shape of the model's only output.</param>
/// <param name="Confidence">How sure they are is measured so.</param>
/// <param name="Threshold">The confidence from which a sample leaves; above 1 none does.</param>
public sealed record ManifestExit(string Output, ExitConfidence Confidence, double Threshold)
{
    /// <summary>A threshold that no confidence reaches.</summary>
    public const double Never = 2;
}

/// <summary>What crosses from one tier to the next.</summary>
/// <param name="From">The tier nearer to the device.</param>
/// <param name="To">The next tier.</param>
/// <param name="Tensors">At least one; their order is that on the wire.</param>
public sealed record ManifestLink(string From, string To, IReadOnlyList<ManifestTensor> Tensors);

/// <summary>A tensor of known shape.</summary>
/// <param name="Name">The value's name in the model.</param>
/// <param name="Element">Its element type.</param>
/// <param name="Shape">Its dimensions for one sample, a batch of 1 included.</param>
public record ManifestValue(string Name, PlanElement Element, IReadOnlyList<int> Shape)
{
    /// <summary>Its elements.</summary>
    public int Elements => Shape.Aggregate(1, (n, d) => checked(n * d));

    /// <summary>Bytes of its elements as they are.</summary>
    public int Bytes => checked(Elements * Element.Width());
}

/// <summary>A tensor that crosses.</summary>
/// <param name="Name">The value's name in the model.</param>
/// <param name="Element">Its element type.</param>
/// <param name="Shape">Its dimensions for one sample, a batch of 1 included.</param>
/// <param name="Coding">How it is coded.</param>
public sealed record ManifestTensor(string Name, PlanElement Element, IReadOnlyList<int> Shape, PlanCoding Coding) : ManifestValue(Name, Element, Shape);

/// <summary>An output of the model.</summary>
/// <param name="Name">The value's name in the model.</param>
/// <param name="Element">Its element type.</param>
/// <param name="Shape">Its dimensions for one sample, a batch of 1 included.</param>
/// <param name="Tier">Which tier makes it.</param>
public sealed record ManifestOutput(string Name, PlanElement Element, IReadOnlyList<int> Shape, string Tier) : ManifestValue(Name, Element, Shape);
