using Fulcrum.Graphs;

namespace Fulcrum.Operators.Bottleneck;

/// <summary>A model with a trained bottleneck.</summary>
/// <param name="Model">The whole model.</param>
/// <param name="Names">Of what was added.</param>
/// <param name="EncoderMacs">Multiply-accumulates per sample that it costs before the cut.</param>
/// <param name="DecoderMacs">Those behind it.</param>
/// <param name="EncoderBytes">Bytes of the encoder's weights as floats: they travel to the device.</param>
public sealed record BottleneckResult(Model Model, BottleneckNames Names, long EncoderMacs, long DecoderMacs, long EncoderBytes);
