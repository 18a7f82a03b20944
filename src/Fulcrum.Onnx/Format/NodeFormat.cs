using Fulcrum.Graphs;
using Fulcrum.Onnx.Wire;

namespace Fulcrum.Onnx.Format;

/// <summary>ONNX <c>NodeProto</c>.</summary>
internal static class NodeFormat
{
    public static Node Read(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        ArrayBuilder<string> inputs = default, outputs = default;
        ArrayBuilder<NodeAttribute> attributes = default;
        ArrayBuilder<MetadataEntry> metadata = default;
        (string name, string opType, string domain) = ("", "", "");
        (string? doc, string? overload) = (null, null);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: inputs.Add(reader.String()); break;
                case 2: outputs.Add(reader.String()); break;
                case 3: name = reader.String(); break;
                case 4: opType = reader.String(); break;
                case 5: attributes.Add(AttributeFormat.Read(reader.Message())); break;
                case 6: doc = reader.String(); break;
                case 7: domain = reader.String(); break;
                case 8: overload = reader.String(); break;
                case 9: metadata.Add(MetadataFormat.Read(reader.Message())); break;
                default: reader.KeepUnknown(); break;
            }
        }

        if (opType.Length == 0)
            throw slice.Error("onnx-node-without-op", 0, $"Node '{name}' names no op.");
        slice.Context.Charge(128);
        return new Node(opType, inputs.ToArray(), outputs.ToArray(), attributes.ToArray())
        {
            Name = name, Domain = domain, DocString = doc, Overload = overload, Metadata = metadata.ToArray(), UnknownFields = reader.Unknown,
        };
    }

    public static void Write(ProtoWriter writer, Node node)
    {
        foreach (string input in node.Inputs)
            writer.String(1, input);
        foreach (string output in node.Outputs)
            writer.String(2, output);
        writer.OptionalString(3, node.Name);
        writer.String(4, node.OpType);
        foreach (NodeAttribute attribute in node.Attributes)
            writer.Message(5, w => AttributeFormat.Write(w, attribute));
        writer.OptionalString(6, node.DocString);
        writer.OptionalString(7, node.Domain);
        writer.OptionalString(8, node.Overload);
        MetadataFormat.WriteAll(writer, 9, node.Metadata);
        writer.Raw(node.UnknownFields);
    }
}
