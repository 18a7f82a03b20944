using Fulcrum.Graphs;

namespace Fulcrum.Operators.Bottleneck;

/// <summary>A model with a trained bottleneck.</summary>
/// <param name="Model">The whole model.</param>
/// <param name="Names">Of what was added.</param>
/// <param name="Macs">Multiply-accumulates per sample of encoder and decoder together; half each.</param>
/// <param name="EncoderBytes">Bytes of the encoder's weights as floats: they travel to the device.</param>
public sealed record BottleneckResult(Model Model, BottleneckNames Names, long Macs, long EncoderBytes);
