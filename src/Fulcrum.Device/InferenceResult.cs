namespace Fulcrum.Device;

/// <summary>The answer for a batch.</summary>
/// <param name="Outputs">The model's outputs, sample by sample.</param>
/// <param name="Phases">Where the time went.</param>
/// <param name="BytesUp">Bytes of the coded cut tensors sent.</param>
/// <param name="BytesDown">Bytes of the answer received.</param>
public sealed record InferenceResult(float[] Outputs, PhaseTimes Phases, long BytesUp, long BytesDown);
