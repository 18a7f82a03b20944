using System.Text.Json.Serialization;
using Fulcrum.Runtime.Diagnosis;

namespace Fulcrum.Lab.Studies;

/// <summary>What a study was begun with.</summary>
/// <param name="Format">The format's version: <see cref="CurrentFormat"/>.</param>
/// <param name="File">The study file.</param>
/// <param name="Sha256">Of that file and its models.</param>
/// <param name="Seed">Of orders and operators.</param>
/// <param name="Machine">What it ran on.</param>
/// <param name="Design">What the file says, with paths resolved.</param>
public sealed record StudyState(int Format, string File, string Sha256, int Seed, MachineFacts Machine, StudyDesign Design)
{
    /// <summary>The format written and read: 1.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>JSON of a study's folder: snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, IgnoreReadOnlyProperties = true, WriteIndented = true)]
[JsonSerializable(typeof(StudyState))]
[JsonSerializable(typeof(StudyEmulation))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class StudyJson : JsonSerializerContext;
