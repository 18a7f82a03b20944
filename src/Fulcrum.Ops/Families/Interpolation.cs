using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Sizes after scaling.</summary>
internal static class Interpolation
{
    /// <summary>floor(size x window x scale) in single precision, as runtimes compute it; a symbol survives scale 1.</summary>
    /// <param name="size">The size before.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="window">Which part of the size is scaled; null when not known.</param>
    public static Dim Scaled(Dim size, float scale, float? window = 1)
    {
        if (scale == 1 && window == 1)
            return size;
        return size.Size is long known && MathF.Floor(known * (window ?? float.NaN) * scale) is >= 0 and < long.MaxValue and var scaled ? (long)scaled : Dim.Unknown;
    }
}
