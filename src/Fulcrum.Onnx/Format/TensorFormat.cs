using Fulcrum.Graphs;
using Fulcrum.Onnx.Wire;

namespace Fulcrum.Onnx.Format;

/// <summary>ONNX <c>TensorProto</c>. Typed fields become raw bytes; raw bytes stay where they are.</summary>
internal static class TensorFormat
{
    private const int ExternalLocation = 1;

    public static Tensor Read(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        ArrayBuilder<long> shape = default;
        ArrayBuilder<ReadOnlyMemory<byte>> strings = default;
        ArrayBuilder<MetadataEntry> external = default, metadata = default;
        TypedData typed = default;
        (TensorData? raw, long location) = (null, 0);
        (string name, string? doc, int element) = ("", null, 0);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: reader.Varints(ref shape); break;
                case 2: element = reader.Int32(); break;
                case 6: strings.Add(reader.Bytes()); break;
                case 8: name = reader.String(); break;
                case 9: raw = reader.Data(); break;
                case 12: doc = reader.String(); break;
                case 13: external.Add(MetadataFormat.Read(reader.Message())); break;
                case 14: location = reader.Int64(); break;
                case 16: metadata.Add(MetadataFormat.Read(reader.Message())); break;
                case 4 or 5 or 7 or 10 or 11: typed.Read(ref reader); break;
                default: reader.KeepUnknown(); break;
            }
        }

        slice.Context.Charge(200);
        var tensor = new Tensor
        {
            Name = name, Element = (ElementType)element, Shape = shape.ToArray(), DocString = doc, Metadata = metadata.ToArray(), UnknownFields = reader.Unknown,
        };
        long size = Size(slice, tensor);
        if (location == ExternalLocation)
        {
            tensor = tensor with { External = external.ToArray(), Data = null };
            return slice.Context.External is { } files ? tensor with { Data = files.Resolve(tensor, size) } : tensor;
        }

        if (tensor.Element == ElementType.String)
            return Checked(slice, tensor with { Strings = strings.ToArray() }, strings.Count, size, "strings");
        if (raw is not null && !typed.IsEmpty)
            throw slice.Error("onnx-tensor-data", 0, $"Tensor '{tensor.Name}' has raw and typed data at once.");
        TensorData data = raw ?? typed.ToData(tensor.Element);
        return Checked(slice, tensor with { Data = data }, data.Length, size, "bytes");
    }

    /// <param name="writer">Takes the message.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="mayMove">Whether its data may go to the file beside the model; runtimes allow that for initializers only.</param>
    public static void Write(ProtoWriter writer, Tensor tensor, bool mayMove = false)
    {
        writer.PackedInt64(1, tensor.Shape);
        writer.Int64(2, (int)tensor.Element);
        foreach (ReadOnlyMemory<byte> text in tensor.Strings ?? [])
            writer.Bytes(6, text);
        writer.OptionalString(8, tensor.Name);
        IReadOnlyList<MetadataEntry>? external = tensor.Data is null ? tensor.External : mayMove ? writer.External?.Place(tensor) : null;
        if (external is null && tensor.Strings is null && tensor.Element != ElementType.Undefined)
            writer.Data(9, tensor.Data!);
        writer.OptionalString(12, tensor.DocString);
        if (external is not null)
        {
            MetadataFormat.WriteAll(writer, 13, external);
            writer.Int64(14, ExternalLocation);
        }

        MetadataFormat.WriteAll(writer, 16, tensor.Metadata);
        writer.Raw(tensor.UnknownFields);
    }

    /// <summary>How many bytes (or strings) the type and shape ask for.</summary>
    private static long Size(ProtoSlice slice, Tensor tensor)
    {
        if (!Enum.IsDefined(tensor.Element))
            throw slice.Error("onnx-tensor-type", 0, $"Tensor '{tensor.Name}' has element type {(int)tensor.Element}, which ONNX does not define.");
        if (tensor.Shape.Any(size => size < 0))
            throw slice.Error("onnx-tensor-shape", 0, $"Tensor '{tensor.Name}' has a negative dimension.");
        try
        {
            return tensor.Element == ElementType.String ? tensor.ElementCount : tensor.Element.ByteCount(tensor.ElementCount);
        }
        catch (OverflowException)
        {
            throw slice.Error("onnx-tensor-shape", 0, $"The size of tensor '{tensor.Name}' does not fit in 64 bits.");
        }
    }

    private static Tensor Checked(ProtoSlice slice, Tensor tensor, long have, long want, string unit) => have == want
        ? tensor
        : throw slice.Error("onnx-tensor-data", 0, $"Tensor '{tensor.Name}' of [{string.Join(",", tensor.Shape.Take(16))}] {tensor.Element} holds {have} {unit}, needs {want}.");
}
