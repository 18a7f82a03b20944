using Fulcrum.Graphs;
using Fulcrum.Onnx.Wire;

namespace Fulcrum.Onnx.Format;

/// <summary>ONNX <c>StringStringEntryProto</c>.</summary>
internal static class MetadataFormat
{
    public static MetadataEntry Read(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        (string key, string value) = ("", "");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: key = reader.String(); break;
                case 2: value = reader.String(); break;
                default: reader.KeepUnknown(); break;
            }
        }

        slice.Context.Charge(48);
        return new MetadataEntry(key, value);
    }

    public static void WriteAll(ProtoWriter writer, int field, IReadOnlyList<MetadataEntry> entries)
    {
        foreach (MetadataEntry entry in entries)
        {
            writer.Message(field, w =>
            {
                w.String(1, entry.Key);
                w.String(2, entry.Value);
            });
        }
    }
}
