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
        var found = new Found(slice, name, (ElementType)element, shape.ToArray());
        (long size, TensorData? data, MetadataEntry[]? entries) = (found.Size(), null, null);
        if (location == ExternalLocation)
            (entries, data) = (external.ToArray(), slice.Context.External?.Resolve(name, external.ToArray(), size));
        else if (found.Element == ElementType.String)
            found.Require(strings.Count, size, "strings");
        else if (raw is not null && !typed.IsEmpty)
            throw slice.Error("onnx-tensor-data", 0, $"Tensor '{name}' has raw and typed data at once.");
        else if (typed.Outside(found.Element) is long outside)
            throw slice.Error("onnx-tensor-value", 0, $"Tensor '{name}' of {found.Element} holds the number {outside}.");
        else
            found.Require((data = raw ?? typed.ToData(found.Element)).Length, size, "bytes");
        return new Tensor
        {
            Name = name, Element = found.Element, Shape = found.Shape, DocString = doc, Metadata = metadata.ToArray(), UnknownFields = reader.Unknown,
            Data = data, External = entries, Strings = entries is null && found.Element == ElementType.String ? strings.ToArray() : null,
        };
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

    /// <summary>What a tensor says of itself.</summary>
    private readonly record struct Found(ProtoSlice Slice, string Name, ElementType Element, long[] Shape)
    {
        /// <summary>How many bytes (or strings) the type and shape ask for.</summary>
        public long Size()
        {
            if (!Enum.IsDefined(Element))
                throw Slice.Error("onnx-tensor-type", 0, $"Tensor '{Name}' has element type {(int)Element}, which ONNX does not define.");
            if (Array.Exists(Shape, size => size < 0))
                throw Slice.Error("onnx-tensor-shape", 0, $"Tensor '{Name}' has a negative dimension.");
            try
            {
                long count = 1;
                foreach (long size in Shape)
                    count = checked(count * size);
                return Element == ElementType.String ? count : Element.ByteCount(count);
            }
            catch (OverflowException)
            {
                throw Slice.Error("onnx-tensor-shape", 0, $"The size of tensor '{Name}' does not fit in 64 bits.");
            }
        }

        public void Require(long have, long want, string unit)
        {
            if (have != want)
                throw Slice.Error("onnx-tensor-data", 0, $"Tensor '{Name}' of [{string.Join(",", Shape.Take(16))}] {Element} holds {have} {unit}, needs {want}.");
        }
    }
}
