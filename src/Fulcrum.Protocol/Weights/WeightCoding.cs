namespace Fulcrum.Protocol.Weights;

/// <summary>How symbols become bytes.</summary>
public enum WeightCoding
{
    /// <summary>Fixed width, least significant bit first.</summary>
    Packed = 0,

    /// <summary>Adaptive binary range coding with contexts from neighbouring symbols.</summary>
    Entropy = 1,
}
