using System.Buffers.Binary;
using Fulcrum.Graphs;
using Fulcrum.Isolation.Native;

namespace Fulcrum.Isolation.Wire;

/// <summary>Tensors' bytes in and out of shared memory. The other side may change it at any time, so every length is read once, checked, and used as read.</summary>
internal static class TensorRoom
{
    /// <summary>Writes a tensor where it was laid out.</summary>
    public static void Write(SharedMemory room, TensorPlace place, Tensor tensor)
    {
        Span<byte> into = Bytes(room, place);
        if (tensor.Strings is not { } texts)
        {
            tensor.Bytes.Span.CopyTo(into);
            return;
        }

        foreach (ReadOnlyMemory<byte> text in texts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(into, text.Length);
            text.Span.CopyTo(into[sizeof(int)..]);
            into = into[(sizeof(int) + text.Length)..];
        }
    }

    /// <summary>Copies a tensor out.</summary>
    public static Tensor Copy(SharedMemory room, TensorPlace place) => place.Element == ElementType.String
        ? new Tensor { Name = place.Name, Element = place.Element, Shape = place.Shape, Strings = Texts(room, place) }
        : new Tensor { Name = place.Name, Element = place.Element, Shape = place.Shape, Bytes = Bytes(room, place).ToArray() };

    /// <summary>A tensor over the room itself; texts are copied.</summary>
    public static Tensor View(SharedMemory room, TensorPlace place) => place.Element == ElementType.String
        ? Copy(room, place)
        : new Tensor { Name = place.Name, Element = place.Element, Shape = place.Shape, Bytes = new NativeMemory(room, place.Offset, (int)place.Length).Memory };

    private static Span<byte> Bytes(SharedMemory room, TensorPlace place) => room.Bytes(place.Offset + place.Length)[(int)place.Offset..];

    private static ReadOnlyMemory<byte>[] Texts(SharedMemory room, TensorPlace place)
    {
        ReadOnlySpan<byte> left = Bytes(room, place);
        var texts = new ReadOnlyMemory<byte>[place.Count()];
        for (int i = 0; i < texts.Length; i++)
        {
            if (left.Length < sizeof(int) || BinaryPrimitives.ReadInt32LittleEndian(left) is not (>= 0 and int length) || length > left.Length - sizeof(int))
                throw new RubbishException("A text is longer than the memory that there is for it.");
            texts[i] = left.Slice(sizeof(int), length).ToArray();
            left = left[(sizeof(int) + length)..];
        }

        return texts;
    }
}
