using System.Text.Json;
using System.Text.Json.Serialization;
using Fulcrum.Evaluation.Calibration;
using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Sptq;

/// <summary>Reads a file of rules: a JSON list, each with <c>match</c> and any of <c>bits</c>, <c>granularity</c>, <c>ranges</c>, <c>exclude</c>.</summary>
public static class PrecisionMap
{
    private static readonly string[] Granularities = ["tensor", "channel"];
    private static readonly Dictionary<string, RangeMethod> Methods = new()
    {
        ["min-max"] = RangeMethod.MinMax,
        ["percentile"] = RangeMethod.Percentile,
        ["mean-square"] = RangeMethod.MeanSquare,
        ["entropy"] = RangeMethod.Entropy,
    };

    /// <summary>The rules of a file; every mistake is reported.</summary>
    /// <exception cref="InputException"><c>precision-map</c>.</exception>
    public static IReadOnlyList<PrecisionRule> Read(string path)
    {
        try
        {
            return Parse(path, File.ReadAllBytes(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException([Wrong(path, failure.Message)]);
        }
    }

    /// <summary>Refuses rules that are about no node of a graph.</summary>
    /// <exception cref="InputException"><c>precision-unmatched</c>, one for each.</exception>
    public static void Require(IReadOnlyList<PrecisionRule> rules, Graph graph)
    {
        Problem[] unmatched = [.. rules.Select((r, i) => (Rule: r, Place: Place(i, r.Match))).Where(r => !graph.Nodes.Any(r.Rule.Matches))
            .Select(r => new Problem("precision-unmatched", r.Place, "No node has this name or op type.", "Names are those that fulcrum inspect shows, BatchNormalization folded into the Conv before it."))];
        if (unmatched.Length > 0)
            throw new InputException(unmatched);
    }

    private static PrecisionRule[] Parse(string path, byte[] json)
    {
        RuleText[] read;
        try
        {
            read = JsonSerializer.Deserialize(json, PrecisionJson.Default.RuleTextArray) ?? [];
        }
        catch (JsonException failure)
        {
            throw new InputException([Wrong($"{path}: {failure.Path ?? "$"}", failure.Message)]);
        }

        Problem[] problems = [.. read.SelectMany((r, i) => r is null ? [Wrong($"{path}: {Place(i, "null")}", "A rule is an object.")] : Check(r).Select(message => Wrong($"{path}: {Place(i, r.Match)}", message)))];
        return problems.Length == 0
            ? [.. read.Select(r => new PrecisionRule(r.Match, r.Bits, r.Granularity is null ? null : r.Granularity == "channel", r.Ranges is null ? null : Methods[r.Ranges], r.Exclude))]
            : throw new InputException(problems);
    }

    private static IEnumerable<string> Check(RuleText rule)
    {
        if (rule.Bits is < 2 or > 8)
            yield return $"{rule.Bits} is no number of bits from 2 to 8.";
        if (rule.Granularity is not null && !Granularities.Contains(rule.Granularity))
            yield return $"'{rule.Granularity}' is no granularity; known: {string.Join(", ", Granularities)}.";
        if (rule.Ranges is not null && !Methods.ContainsKey(rule.Ranges))
            yield return $"'{rule.Ranges}' is no range method; known: {string.Join(", ", Methods.Keys)}.";
    }

    private static string Place(int position, string match) => $"rule {position + 1} ({match})";

    private static Problem Wrong(string place, string message) => new("precision-map", place, message, "See docs/verbs/apply.md for the form.");
}

/// <summary>A rule as written.</summary>
internal sealed record RuleText
{
    /// <summary>A node's name or op type, with * for any text.</summary>
    public required string Match { get; init; }

    /// <summary>2 to 8.</summary>
    public int? Bits { get; init; }

    /// <summary>tensor or channel.</summary>
    public string? Granularity { get; init; }

    /// <summary>min-max, percentile, mean-square or entropy.</summary>
    public string? Ranges { get; init; }

    /// <summary>true leaves the node in float.</summary>
    public bool? Exclude { get; init; }
}

/// <summary>JSON of rules: unknown members are errors.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RuleText[]))]
internal sealed partial class PrecisionJson : JsonSerializerContext;
