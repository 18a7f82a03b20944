namespace Fulcrum.Stages.Links;

/// <summary>
/// A link whose rate the kernel holds with a token bucket (<c>tc ... tbf</c>). What passes an idle link finds the bucket full and takes that much no time at all: short messages would be too fast.
/// The bucket is as small as the kernel can do with, and the transport takes its head start back.
/// </summary>
public static class KernelBucket
{
    private const int Segment = 1448, Frame = 1514, LeastBytes = 1600;
    private const double Seconds = 0.001;

    /// <summary>Bytes of the bucket for a rate: a millisecond's, and one frame at least.</summary>
    /// <param name="bitsPerSecond">The link's rate.</param>
    public static int Bytes(double bitsPerSecond) => (int)Math.Min(1 << 28, LeastBytes + (bitsPerSecond / 8 * Seconds));

    /// <summary>The rate of frames for which TCP's payload has a rate: a full frame of 1514 bytes carries 1448.</summary>
    public static double FrameRate(double bitsPerSecond) => bitsPerSecond * Frame / Segment;

    /// <summary>Payload that an idle link lets through at once.</summary>
    internal static double HeadStart(double bitsPerSecond) => Bytes(bitsPerSecond) * (double)Segment / Frame;
}
