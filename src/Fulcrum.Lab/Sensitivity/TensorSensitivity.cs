using Fulcrum.Protocol.CutTensors;

namespace Fulcrum.Lab.Sensitivity;

/// <summary>What coding one tensor does to a model's answers, and what it costs.</summary>
/// <param name="Tensor">Its name.</param>
/// <param name="Elements">Values of a sample.</param>
/// <param name="Widths">By width.</param>
public sealed record TensorSensitivity(string Tensor, int Elements, IReadOnlyList<WidthReading> Widths);

/// <summary>One width of one tensor, it alone being coded.</summary>
/// <param name="Grid">Its grid, fitted to the samples.</param>
/// <param name="Bytes">Mean coded bytes of a sample.</param>
/// <param name="Noise">Change of the outputs as a share of their energy.</param>
/// <param name="DropPoints">Points of Top-1 lost on the samples.</param>
/// <param name="EncodeSeconds">Median seconds to code a sample on this machine.</param>
/// <param name="DecodeSeconds">Median seconds to decode it.</param>
public sealed record WidthReading(CutTensorGrid Grid, double Bytes, double Noise, double DropPoints, double EncodeSeconds, double DecodeSeconds);
