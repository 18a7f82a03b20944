using System.Buffers;
using Fulcrum.Graphs;
using Fulcrum.Onnx.Wire;

namespace Fulcrum.Onnx.Format;

/// <summary>ONNX <c>TensorProto</c>. Typed fields become raw bytes; raw bytes are views into the file.</summary>
internal static class TensorFormat
{
    private const int ExternalLocation = 1;

    public static Tensor Read(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        var tensor = new Tensor { Element = ElementType.Undefined, Shape = [] };
        List<long> shape = [];
        List<ReadOnlyMemory<byte>> strings = [];
        List<MetadataEntry> external = [], metadata = [];
        var typed = new TypedData();
        (ReadOnlyMemory<byte>? raw, long location) = (null, 0);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: reader.Varints(shape); break;
                case 2: tensor = tensor with { Element = (ElementType)reader.Int32() }; break;
                case 6: strings.Add(reader.Bytes()); break;
                case 8: tensor = tensor with { Name = reader.String() }; break;
                case 9: raw = reader.Bytes(); break;
                case 12: tensor = tensor with { DocString = reader.String() }; break;
                case 13: external.Add(MetadataFormat.Read(reader.Message())); break;
                case 14: location = reader.Int64(); break;
                case 16: metadata.Add(MetadataFormat.Read(reader.Message())); break;
                case 4 or 5 or 7 or 10 or 11: typed.Read(ref reader); break;
                default: reader.KeepUnknown(); break;
            }
        }

        tensor = tensor with { Shape = shape, Metadata = metadata, UnknownFields = reader.Unknown };
        if (location == ExternalLocation)
            return tensor with { External = external, Data = null };
        if (tensor.Element == ElementType.String)
            return Checked(slice, tensor with { Strings = strings });
        if (raw is not null && !typed.IsEmpty)
            throw slice.Error("onnx-tensor-data", 0, $"Tensor '{tensor.Name}' has raw and typed data at once.");
        return Checked(slice, tensor with { Bytes = raw ?? typed.ToBytes(tensor.Element) });
    }

    public static void Write(ProtoWriter writer, Tensor tensor)
    {
        writer.PackedInt64(1, tensor.Shape);
        writer.Int64(2, (int)tensor.Element);
        foreach (ReadOnlyMemory<byte> text in tensor.Strings ?? [])
            writer.Bytes(6, text);
        writer.OptionalString(8, tensor.Name);
        if (tensor.Strings is null && tensor.External is null && tensor.Element != ElementType.Undefined)
            writer.Bytes(9, tensor.Bytes);
        writer.OptionalString(12, tensor.DocString);
        if (tensor.External is not null)
        {
            MetadataFormat.WriteAll(writer, 13, tensor.External);
            writer.Int64(14, ExternalLocation);
        }

        MetadataFormat.WriteAll(writer, 16, tensor.Metadata);
        writer.Raw(tensor.UnknownFields);
    }

    private static Tensor Checked(ProtoSlice slice, Tensor tensor)
    {
        try
        {
            if (tensor.Shape.Any(size => size < 0))
                throw slice.Error("onnx-tensor-shape", 0, $"Tensor '{tensor.Name}' has a negative dimension.");
            long elements = tensor.ElementCount;
            (long have, long want, string unit) = tensor.Strings is null
                ? (tensor.Bytes.Length, tensor.Element.ByteCount(elements), "bytes")
                : (tensor.Strings.Count, elements, "strings");
            return have == want
                ? tensor
                : throw slice.Error("onnx-tensor-data", 0, $"Tensor '{tensor.Name}' of [{string.Join(",", tensor.Shape)}] {tensor.Element} holds {have} {unit}, needs {want}.");
        }
        catch (OverflowException)
        {
            throw slice.Error("onnx-tensor-shape", 0, $"The size of tensor '{tensor.Name}' does not fit in 64 bits.");
        }
    }
}
