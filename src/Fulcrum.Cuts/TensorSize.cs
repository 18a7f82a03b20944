using Fulcrum.Graphs;

namespace Fulcrum.Cuts;

/// <summary>Sizes of tensors; a symbolic dimension counts 1, so figures are per sample.</summary>
internal static class TensorSize
{
    public static long? Bytes(TensorType type)
    {
        if (type.Shape is null || type.Element.BitWidth() == 0)
            return null;
        try
        {
            return type.Element.ByteCount(type.Shape.Aggregate(1L, (n, d) => checked(n * (d.Size ?? 1))));
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
