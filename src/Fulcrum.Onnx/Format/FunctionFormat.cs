using Fulcrum.Graphs;
using Fulcrum.Onnx.Wire;

namespace Fulcrum.Onnx.Format;

/// <summary>ONNX <c>FunctionProto</c>.</summary>
internal static class FunctionFormat
{
    public static Function Read(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        ArrayBuilder<string> inputs = default, outputs = default, attributes = default;
        ArrayBuilder<NodeAttribute> defaults = default;
        ArrayBuilder<Node> nodes = default;
        ArrayBuilder<OpsetImport> opsets = default;
        ArrayBuilder<ValueInfo> values = default;
        ArrayBuilder<MetadataEntry> metadata = default;
        (string name, string domain, string? doc, string? overload) = ("", "", null, null);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: name = reader.String(); break;
                case 4: inputs.Add(reader.String()); break;
                case 5: outputs.Add(reader.String()); break;
                case 6: attributes.Add(reader.String()); break;
                case 7: nodes.Add(NodeFormat.Read(reader.Message())); break;
                case 8: doc = reader.String(); break;
                case 9: opsets.Add(OpsetFormat.Read(reader.Message())); break;
                case 10: domain = reader.String(); break;
                case 11: defaults.Add(AttributeFormat.Read(reader.Message())); break;
                case 12: values.Add(ValueInfoFormat.Read(reader.Message())); break;
                case 13: overload = reader.String(); break;
                case 14: metadata.Add(MetadataFormat.Read(reader.Message())); break;
                default: reader.KeepUnknown(); break;
            }
        }

        slice.Context.Charge(300);
        return new Function
        {
            Name = name, Domain = domain, DocString = doc, Overload = overload,
            Inputs = inputs.ToArray(), Outputs = outputs.ToArray(), Attributes = attributes.ToArray(), DefaultAttributes = defaults.ToArray(), Nodes = nodes.ToArray(),
            Opsets = opsets.ToArray(), Values = values.ToArray(), Metadata = metadata.ToArray(), UnknownFields = reader.Unknown,
        };
    }

    public static void Write(ProtoWriter writer, Function function)
    {
        writer.String(1, function.Name);
        WriteNames(writer, 4, function.Inputs);
        WriteNames(writer, 5, function.Outputs);
        WriteNames(writer, 6, function.Attributes);
        foreach (Node node in function.Nodes)
            writer.Message(7, w => NodeFormat.Write(w, node));
        writer.OptionalString(8, function.DocString);
        foreach (OpsetImport opset in function.Opsets)
            writer.Message(9, w => OpsetFormat.Write(w, opset));
        writer.OptionalString(10, function.Domain);
        foreach (NodeAttribute attribute in function.DefaultAttributes)
            writer.Message(11, w => AttributeFormat.Write(w, attribute));
        ValueInfoFormat.WriteAll(writer, 12, function.Values);
        writer.OptionalString(13, function.Overload);
        MetadataFormat.WriteAll(writer, 14, function.Metadata);
        writer.Raw(function.UnknownFields);
    }

    private static void WriteNames(ProtoWriter writer, int field, IReadOnlyList<string> names)
    {
        foreach (string name in names)
            writer.String(field, name);
    }
}
