namespace Fulcrum.Evaluation.Calibration;

/// <summary>How the range of a tensor is chosen from what was seen of it.</summary>
public enum RangeMethod
{
    /// <summary>Everything that was seen.</summary>
    MinMax,

    /// <summary>All but a ten-thousandth of the values.</summary>
    Percentile,

    /// <summary>The range whose uniform quantization has the least mean square error.</summary>
    MeanSquare,

    /// <summary>The range whose quantized distribution is closest to the seen one in relative entropy.</summary>
    Entropy,
}

/// <summary>A range of values.</summary>
/// <param name="Low">The smallest; never above 0.</param>
/// <param name="High">The largest; never below 0.</param>
public readonly record struct ValueRange(float Low, float High);
