using System.Text.Json.Serialization;

namespace Fulcrum.Lab.Calibration;

/// <summary>One measurement of a link between two processes.</summary>
/// <param name="UpBitsPerSecond">Payload away from the asking process, by the clock of the other, from the first bytes that it read to the last.</param>
/// <param name="DownBitsPerSecond">Payload towards it, by its own clock.</param>
/// <param name="RoundTripSeconds">Median of single bytes there and back.</param>
public sealed record LinkTrial(double UpBitsPerSecond, double DownBitsPerSecond, double RoundTripSeconds);

/// <summary>JSON on one line between the processes of a calibration.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LinkTrial[]))]
public sealed partial class LinkTrialJson : JsonSerializerContext;
