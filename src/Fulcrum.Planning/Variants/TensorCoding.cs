using Fulcrum.Protocol.CutTensors;

namespace Fulcrum.Planning.Variants;

/// <summary>One way of sending a tensor.</summary>
/// <param name="Name">Unique for its tensor: <c>float32</c>, <c>q4</c>, <c>raw</c>, <c>compressed</c>.</param>
/// <param name="Bytes">Bytes of one sample.</param>
/// <param name="DropPoints">Predicted loss of accuracy in points; losses of several tensors add up.</param>
/// <param name="Leakage">What it gives away of the input, 0 (nothing) to 1 (everything), for example squared distance correlation.</param>
public sealed record TensorCoding(string Name, double Bytes, double DropPoints = 0, double Leakage = 1)
{
    /// <summary>Seconds to code one sample on an unloaded core. Default 0.</summary>
    public double EncodeSeconds { get; init; }

    /// <summary>Seconds to decode one sample on an unloaded core. Default 0.</summary>
    public double DecodeSeconds { get; init; }

    /// <summary>The grid of a quantized coding; null for others.</summary>
    public CutTensorGrid? Grid { get; init; }

    /// <summary>The name of a tensor sent as it is computed.</summary>
    public const string Plain = "float32";

    /// <summary>The name of an input in the file's own coding (JPEG, text).</summary>
    public const string Raw = "raw";

    /// <summary>The name of an input packed without loss.</summary>
    public const string Compressed = "compressed";
}
