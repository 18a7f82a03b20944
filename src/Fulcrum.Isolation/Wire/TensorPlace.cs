using Fulcrum.Graphs;

namespace Fulcrum.Isolation.Wire;

/// <summary>A tensor in a room: what it is, and where its bytes are.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Element">Its element type.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Offset">Where its bytes begin.</param>
/// <param name="Length">How many they are; of texts with 4 bytes of length before each.</param>
internal readonly record struct TensorPlace(string Name, ElementType Element, long[] Shape, long Offset, long Length)
{
    private const int Alignment = 64, MostDimensions = 64;

    /// <summary>Lays tensors out one after another; the room that they need.</summary>
    public static long LayOut(IReadOnlyList<Tensor> tensors, Span<TensorPlace> places)
    {
        long at = 0;
        for (int i = 0; i < tensors.Count; i++)
        {
            Tensor tensor = tensors[i];
            long length = tensor.Strings is { } texts ? texts.Sum(t => (long)sizeof(int) + t.Length) : tensor.Bytes.Length;
            places[i] = new TensorPlace(tensor.Name, tensor.Element, [.. tensor.Shape], at, length);
            at = (at + length + Alignment - 1) / Alignment * Alignment;
        }

        return at;
    }

    public static void Write(FrameWriter to, ReadOnlySpan<TensorPlace> places)
    {
        to.Int(places.Length);
        foreach (TensorPlace place in places)
        {
            to.Text(place.Name).Int((int)place.Element).Int(place.Shape.Length);
            foreach (long size in place.Shape)
                to.Long(size);
            to.Long(place.Offset).Long(place.Length);
        }
    }

    /// <summary>Reads places, none of which reaches beyond the room.</summary>
    public static TensorPlace[] Read(ref FrameReader from, long room)
    {
        var places = new TensorPlace[from.Count(28)];
        for (int i = 0; i < places.Length; i++)
        {
            (string name, int element, int rank) = (from.Text(), from.Int(), from.Count(sizeof(long)));
            if (rank > MostDimensions || !Enum.IsDefined((ElementType)element))
                throw new RubbishException("A tensor cannot be what is said of it.");
            long[] shape = new long[rank];
            for (int d = 0; d < rank; d++)
                shape[d] = from.Long();
            places[i] = new TensorPlace(name, (ElementType)element, shape, from.Long(), from.Long()).Checked(room);
        }

        from.Close();
        return places;
    }

    /// <summary>How many elements the shape has.</summary>
    public long Count() => Shape.Aggregate(1L, (n, size) => checked(n * size));

    private TensorPlace Checked(long room)
    {
        if (Offset < 0 || Length < 0 || Length > int.MaxValue || Offset > room || Length > room - Offset)
            throw new RubbishException("A tensor lies outside the memory that there is for it.");
        Int128 count = 1;
        foreach (long size in Shape)
            count = size >= 0 && count <= int.MaxValue ? count * size : throw new RubbishException("A tensor's shape cannot be.");
        bool fits = Element == ElementType.String ? count * sizeof(int) <= Length : count <= int.MaxValue && Element.BitWidth() > 0 && Element.ByteCount((long)count) == Length;
        return fits ? this : throw new RubbishException("A tensor has other bytes than its shape needs.");
    }
}
