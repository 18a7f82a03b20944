using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Fulcrum.Protocol.Segments;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Packed;

/// <summary>What a packed model holds, in one hash: graph, names, shapes, steps, symbols and floats, however they are coded.</summary>
internal static class PackedContent
{
    /// <summary>The SHA-256 of the content, lower-case hex. Every list is preceded by its length; all integers are of 32 bits, little-endian, dimensions of 64.</summary>
    public static string Hash(PackedModel model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Number(hash, model.Skeleton.Length);
        hash.AppendData(model.Skeleton.Span);
        Number(hash, model.Tensors.Count);
        foreach (PackedTensor tensor in model.Tensors)
        {
            Head(hash, tensor.Name, tensor.Shape);
            Numbers(hash, tensor.RowSteps);
            Numbers(hash, tensor.ColumnSteps);
            Numbers(hash, tensor.Symbols);
        }

        Number(hash, model.Floats.Count);
        foreach (FloatTensor tensor in model.Floats)
        {
            Head(hash, tensor.Name, tensor.Shape);
            Number(hash, tensor.Values.Length);
            hash.AppendData(MemoryMarshal.AsBytes<float>(tensor.Values));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Head(IncrementalHash hash, string name, IReadOnlyList<long> shape)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        Number(hash, text.Length);
        hash.AppendData(text);
        Number(hash, shape.Count);
        hash.AppendData(MemoryMarshal.AsBytes<long>(shape.ToArray()));
    }

    private static void Numbers(IncrementalHash hash, int[] numbers)
    {
        Number(hash, numbers.Length);
        hash.AppendData(MemoryMarshal.AsBytes<int>(numbers));
    }

    private static void Number(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
