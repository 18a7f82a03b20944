using System.Buffers.Binary;

namespace Fulcrum.Protocol.CutTensors;

/// <summary>Planes of codes as rows, so that each code but those of the first row has one above it. The width need not divide the plane: the last row is shorter.</summary>
/// <param name="Layout">The sample.</param>
/// <param name="Width">Codes of a row.</param>
internal readonly record struct CutRows(CutLayout Layout, int Width)
{
    /// <summary>The widest row.</summary>
    public const int Widest = ushort.MaxValue;

    private const int Pairs = 1024;

    /// <summary>The row that starts at a code.</summary>
    public (int Length, bool IsFirst) At(int start)
    {
        unchecked
        {
            int inPlane = start % Layout.Plane;
            return (Math.Min(Width, Layout.Plane - inPlane), inPlane == 0);
        }
    }

    /// <summary>The rows whose codes are most like those above them; the shapes of tensors are not known here. Widths divide the plane.</summary>
    public static CutRows Best(CutLayout layout, ReadOnlySpan<byte> codes)
    {
        (int width, double least) = (Math.Min(layout.Plane, Widest), double.MaxValue);
        for (int small = 1; small * (long)small <= layout.Plane; small++)
        {
            if (layout.Plane % small != 0)
                continue;
            foreach (int lag in (ReadOnlySpan<int>)[small, layout.Plane / small])
            {
                if (lag is < 2 or > Widest || lag == layout.Plane)
                    continue;
                double here = Difference(layout, codes, lag);
                if (here < least || (here == least && lag < width))
                    (width, least) = (lag, here);
            }
        }

        return new CutRows(layout, width);
    }

    /// <summary>Writes the width.</summary>
    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)Width);

    /// <summary>The mean distance of some codes to those a lag before in their plane.</summary>
    private static double Difference(CutLayout layout, ReadOnlySpan<byte> codes, int lag)
    {
        unchecked
        {
            (long sum, int pairs, int step, int inPlane) = (0, 0, (codes.Length / Pairs) | 1, 0);
            int forward = step % layout.Plane;
            for (int i = 0; i < codes.Length; i += step)
            {
                if (inPlane >= lag)
                {
                    sum += Math.Abs(codes[i] - codes[i - lag]);
                    pairs++;
                }

                inPlane += forward;
                inPlane -= inPlane >= layout.Plane ? layout.Plane : 0;
            }

            return pairs == 0 ? double.MaxValue : (double)sum / pairs;
        }
    }
}
