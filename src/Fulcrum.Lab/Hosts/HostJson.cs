using System.Text.Json.Serialization;
using Fulcrum.Runtime.Diagnosis;

namespace Fulcrum.Lab.Hosts;

/// <summary>What `doctor` prints, as far as it is read.</summary>
/// <param name="Machine">The machine.</param>
internal sealed record DoctorAnswer(MachineFacts? Machine);

/// <summary>JSON of other machines' answers: snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DoctorAnswer))]
internal sealed partial class HostJson : JsonSerializerContext;
