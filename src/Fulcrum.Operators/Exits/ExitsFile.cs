using System.Text.Json.Serialization;
using Fulcrum.Graphs;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Operators.Exits;

/// <summary>exits.json: how the segments beside it are run. See docs/operators/early-exit.md.</summary>
/// <param name="Format">The format's version: 1.</param>
/// <param name="Confidence"><c>max-softmax</c> or <c>entropy</c>.</param>
/// <param name="Final">The output that answers when no exit is confident.</param>
/// <param name="ExpectedMacs">Mean work per sample of the calibration split, as a share of the model without exits.</param>
/// <param name="Segments">In the order in which they run.</param>
public sealed record ExitsFile(int Format, string Confidence, string Final, double ExpectedMacs, IReadOnlyList<ExitsSegment> Segments)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "exits.json";

    private const int CurrentFormat = 1;
    private const string Remedy = "Make the folder again with `fulcrum apply`.";

    /// <summary>What confidence is.</summary>
    [JsonIgnore]
    public ExitConfidence Kind => Confidence == "entropy" ? ExitConfidence.Entropy : ExitConfidence.MaxSoftmax;

    /// <summary>What the file says of a chain.</summary>
    public static ExitsFile Describe(ExitSegments chain)
    {
        ExitPlan plan = chain.Plan;
        return new ExitsFile(CurrentFormat, plan.Confidence == ExitConfidence.MaxSoftmax ? "max-softmax" : "entropy", plan.Final, plan.ExpectedMacs, [.. chain.Models.Select((m, i) => Segment(m, i + 1, plan))]);
    }

    /// <summary>Reads and checks the file of a folder; the segments it names must be there.</summary>
    /// <exception cref="InputException"><c>plan-exits-malformed</c>, <c>plan-exits-file</c>, <c>plan-exits-threshold</c>: all that is wrong at once.</exception>
    public static ExitsFile Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        ExitsFile file = JsonFile.Read(path, ExitsJson.Default.ExitsFile, "plan-exits", Remedy);
        Problem[] problems = [.. file.Check(folder).Select(p => p with { Place = $"{path}: {p.Place}" })];
        return problems.Length == 0 ? file : throw new InputException(problems);
    }

    private IEnumerable<Problem> Check(string folder)
    {
        if (Format != CurrentFormat || Confidence is not ("max-softmax" or "entropy") || Segments.Count == 0)
            yield return new("plan-exits-malformed", "format", $"Format {Format}, confidence '{Confidence}' and {Segments.Count} segments are not what this program reads.", Remedy);
        for (int i = 0; i < Segments.Count; i++)
        {
            (ExitsSegment segment, string place) = (Segments[i], $"segments[{i}]");
            if (segment.File.Length == 0 || Path.GetFileName(segment.File) != segment.File || !File.Exists(Path.Combine(folder, segment.File)))
                yield return new("plan-exits-file", $"{place}.file", $"There is no file '{segment.File}' in the folder.", "Copy the whole folder: exits.json and its segments belong together.");
            if (segment.Exit is not null && segment.Threshold is not (>= 0 and <= ExitPoint.Never))
                yield return new("plan-exits-threshold", $"{place}.threshold", FormattableString.Invariant($"{(segment.Threshold is double given ? given : "Nothing")} is no threshold."), $"A threshold is 0 to 1, or {ExitPoint.Never} for never.");
        }
    }

    private static ExitsSegment Segment(Model model, int number, ExitPlan plan)
    {
        string[] outputs = [.. model.Graph.Outputs.Select(o => o.Name)];
        ExitPoint? exit = plan.Points.FirstOrDefault(p => outputs.Contains(p.Output));
        return new ExitsSegment(
            $"segment-{number}.onnx", plan.Tiers.Count(first => first <= number), [.. model.Graph.Inputs.Select(i => i.Name)], outputs,
            exit?.MacsShare ?? (outputs.Contains(plan.Final) ? plan.WholeMacs : null), exit?.Output, exit?.Threshold);
    }
}

/// <summary>One segment.</summary>
/// <param name="File">Its model.</param>
/// <param name="Tier">Who runs it, from 1: more than one after a partition.</param>
/// <param name="Inputs">What it takes, by name: inputs of the first segment, and outputs of any segment before.</param>
/// <param name="Outputs">What it gives.</param>
/// <param name="Macs">Work up to its end, as a share of the model without exits; null where it ends without an exit.</param>
/// <param name="Exit">The output that holds the exit's logits; null where it ends without one.</param>
/// <param name="Threshold">A sample leaves when its confidence is at least this.</param>
public sealed record ExitsSegment(string File, int Tier, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, double? Macs, string? Exit, double? Threshold);

/// <summary>How exits.json is read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ExitsFile))]
internal sealed partial class ExitsJson : JsonSerializerContext;
