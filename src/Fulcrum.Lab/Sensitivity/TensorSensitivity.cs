using Fulcrum.Protocol.Plans;

namespace Fulcrum.Lab.Sensitivity;

/// <summary>What coding one tensor does to a model's answers, and what it costs.</summary>
/// <param name="Tensor">Its name.</param>
/// <param name="Elements">Values of a sample.</param>
/// <param name="Codings">Every coding that was tried: those without loss first, then by width.</param>
public sealed record TensorSensitivity(string Tensor, int Elements, IReadOnlyList<CodingReading> Codings);

/// <summary>One coding of one tensor, it alone being coded.</summary>
/// <param name="Coding">The coding; grids are fitted to the samples.</param>
/// <param name="Bytes">Mean coded bytes of a sample.</param>
/// <param name="Noise">Change of the outputs as a share of their energy; 0 without loss.</param>
/// <param name="DropPoints">Points of Top-1 lost on the samples.</param>
/// <param name="EncodeSeconds">Median seconds to code a sample on this machine.</param>
/// <param name="DecodeSeconds">Median seconds to decode it.</param>
public sealed record CodingReading(PlanCoding Coding, double Bytes, double Noise, double DropPoints, double EncodeSeconds, double DecodeSeconds);
