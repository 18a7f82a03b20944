namespace Fulcrum.Ops;

/// <summary>Which input of an op is its weight.</summary>
/// <param name="Input">Position of the weight among the inputs.</param>
/// <param name="ChannelAxis">Axis of the weight that counts output channels.</param>
/// <param name="Bias">Position of the bias; null when the op has none.</param>
public sealed record WeightRole(int Input, int ChannelAxis, int? Bias = null);
