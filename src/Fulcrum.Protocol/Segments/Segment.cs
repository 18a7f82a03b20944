using Fulcrum.Protocol.Tensors;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Segments;

/// <summary>The part of a model that a device runs, as it travels.</summary>
public sealed record Segment
{
    /// <summary>The model's name in the repository.</summary>
    public required string ModelName { get; init; }

    /// <summary>Lower-case hex SHA-256 of the whole model's .onnx file.</summary>
    public required string ModelHash { get; init; }

    /// <summary>The cut: how many layers the device runs.</summary>
    public required int Cut { get; init; }

    /// <summary>The accuracy level it was planned for, in points; 0 is lossless.</summary>
    public required double Level { get; init; }

    /// <summary>What the device sends on.</summary>
    public required CutTensor CutTensor { get; init; }

    /// <summary>The head as .onnx bytes, without the initializers listed in <see cref="Weights"/> and <see cref="Floats"/>.</summary>
    public required ReadOnlyMemory<byte> Skeleton { get; init; }

    /// <summary>The initializers that travel quantized.</summary>
    public required IReadOnlyList<QuantizedWeights> Weights { get; init; }

    /// <summary>The initializers that travel as floats.</summary>
    public required IReadOnlyList<FloatTensor> Floats { get; init; }
}

/// <summary>A tensor that travels as 32-bit floats.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Values">Its values, row-major.</param>
public sealed record FloatTensor(string Name, IReadOnlyList<long> Shape, float[] Values);

/// <summary>The tensor at a cut.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Elements">Values per sample.</param>
/// <param name="Quantization">How it is coded.</param>
public sealed record CutTensor(string Name, int Elements, TensorQuantization Quantization);
