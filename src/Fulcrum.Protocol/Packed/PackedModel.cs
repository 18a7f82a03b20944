using Fulcrum.Protocol.Segments;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Packed;

/// <summary>A model with its float weights packed.</summary>
/// <param name="Skeleton">The .onnx file without the tensors below.</param>
/// <param name="Tensors">Weights on grids.</param>
/// <param name="Floats">Tensors that stay float.</param>
public sealed record PackedModel(ReadOnlyMemory<byte> Skeleton, IReadOnlyList<PackedTensor> Tensors, IReadOnlyList<FloatTensor> Floats);
