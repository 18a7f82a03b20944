using Fulcrum.Graphs;
using Fulcrum.Onnx.Wire;

namespace Fulcrum.Onnx.Format;

/// <summary>ONNX <c>ValueInfoProto</c>.</summary>
internal static class ValueInfoFormat
{
    public static ValueInfo Read(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        (string name, OnnxType? type, string? doc) = ("", (OnnxType?)null, null);
        List<MetadataEntry> metadata = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: name = reader.String(); break;
                case 2: type = TypeFormat.Read(reader.Message()); break;
                case 3: doc = reader.String(); break;
                case 4: metadata.Add(MetadataFormat.Read(reader.Message())); break;
                default: reader.KeepUnknown(); break;
            }
        }

        slice.Context.Charge(200);
        return new ValueInfo(name, type) { DocString = doc, Metadata = metadata, UnknownFields = reader.Unknown };
    }

    public static void WriteAll(ProtoWriter writer, int field, IReadOnlyList<ValueInfo> values)
    {
        foreach (ValueInfo value in values)
            writer.Message(field, w => Write(w, value));
    }

    private static void Write(ProtoWriter writer, ValueInfo value)
    {
        writer.String(1, value.Name);
        if (value.Type is not null)
            writer.Message(2, w => TypeFormat.Write(w, value.Type));
        writer.OptionalString(3, value.DocString);
        MetadataFormat.WriteAll(writer, 4, value.Metadata);
        writer.Raw(value.UnknownFields);
    }
}
