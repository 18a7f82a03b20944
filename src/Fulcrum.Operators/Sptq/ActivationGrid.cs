using Fulcrum.Evaluation.Calibration;

namespace Fulcrum.Operators.Sptq;

/// <summary>An unsigned 8-bit grid for activations: value = (stored - zero) * scale.</summary>
/// <param name="Scale">The step; positive.</param>
/// <param name="Zero">Where 0 is.</param>
internal readonly record struct ActivationGrid(float Scale, byte Zero)
{
    /// <summary>The grid that spans a range; 0 lies on it.</summary>
    public static ActivationGrid Of(ValueRange range)
    {
        double scale = ((double)range.High - range.Low) / 255;
        if (scale <= 1e-30)
            return new ActivationGrid(1, 0);
        return new ActivationGrid((float)scale, (byte)Math.Clamp(Math.Round(-range.Low / scale), 0, 255));
    }
}
