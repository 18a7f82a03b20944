using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Fulcrum.Protocol.Compression;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Packed;

/// <summary>Writes packed models (docs/packed-models.md). Equal content gives equal bytes.</summary>
public static class PackedModelWriter
{
    internal const int Version = 1;

    /// <summary>Magic, version, header length packed and unpacked, hash of all that follows.</summary>
    internal const int PreambleBytes = 16 + 32;

    /// <summary>The first four bytes of every packed model.</summary>
    internal static ReadOnlySpan<byte> Magic => "FPAK"u8;

    /// <summary>The file, and how many of its bytes are the graph rather than weights.</summary>
    public static (byte[] File, int GraphBytes) Write(PackedModel model)
    {
        (var steps, var symbols) = (new SymbolEncoder(), new SymbolEncoder());
        foreach (PackedTensor tensor in model.Tensors)
        {
            StepCoding.Encode(steps, tensor.RowSteps, StepCoding.Window(tensor.Shape, tensor.RowSteps.Length, tensor.RowLength));
            StepCoding.Encode(steps, tensor.ColumnSteps, StepCoding.Window(tensor.Shape, tensor.ColumnSteps.Length, tensor.RowLength));
            symbols.Encode(tensor.Symbols, tensor.RowLength);
        }

        (byte[] skeleton, byte[] stepBytes, byte[] symbolBytes) = (BrotliBlock.Pack(model.Skeleton.Span), steps.Finish(), symbols.Finish());
        var header = new PackedHeader(
            skeleton.Length, model.Skeleton.Length, stepBytes.Length, symbolBytes.Length,
            [.. model.Tensors.Select(t => new PackedHeaderTensor(t.Name, t.Shape, t.RowSteps.Length, t.ColumnSteps.Length))],
            [.. model.Floats.Select(t => new PackedHeaderFloats(t.Name, t.Shape))]);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, PackedJson.Default.PackedHeader), packed = BrotliBlock.Pack(json);
        byte[] file = [.. new byte[PreambleBytes], .. packed, .. skeleton, .. stepBytes, .. symbolBytes, .. model.Floats.SelectMany(t => MemoryMarshal.AsBytes<float>(t.Values).ToArray())];
        Magic.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), (uint)packed.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), (uint)json.Length);
        SHA256.HashData(file.AsSpan(PreambleBytes), file.AsSpan(16, 32));
        return (file, skeleton.Length);
    }
}
