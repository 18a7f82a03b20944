using Fulcrum.Graphs;
using Fulcrum.Onnx.Wire;

namespace Fulcrum.Onnx.Format;

/// <summary>ONNX <c>GraphProto</c>.</summary>
internal static class GraphFormat
{
    public static Graph Read(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        (string name, string? doc) = ("", null);
        List<Node> nodes = [];
        List<Tensor> initializers = [];
        List<ValueInfo> inputs = [], outputs = [], values = [];
        List<MetadataEntry> metadata = [];
        List<SparseTensor> sparse = [];
        List<ReadOnlyMemory<byte>> quantization = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: nodes.Add(NodeFormat.Read(reader.Message())); break;
                case 2: name = reader.String(); break;
                case 5: initializers.Add(TensorFormat.Read(reader.Message())); break;
                case 10: doc = reader.String(); break;
                case 11: inputs.Add(ValueInfoFormat.Read(reader.Message())); break;
                case 12: outputs.Add(ValueInfoFormat.Read(reader.Message())); break;
                case 13: values.Add(ValueInfoFormat.Read(reader.Message())); break;
                case 14: quantization.Add(reader.Bytes()); break;
                case 15: sparse.Add(SparseFormat.Read(reader.Message())); break;
                case 16: metadata.Add(MetadataFormat.Read(reader.Message())); break;
                default: reader.KeepUnknown(); break;
            }
        }

        return new Graph
        {
            Name = name, DocString = doc, Nodes = nodes, Initializers = initializers, Inputs = inputs, Outputs = outputs, Values = values,
            Metadata = metadata, SparseInitializers = sparse, QuantizationAnnotations = quantization, UnknownFields = reader.Unknown,
        };
    }

    public static void Write(ProtoWriter writer, Graph graph)
    {
        foreach (Node node in graph.Nodes)
            writer.Message(1, w => NodeFormat.Write(w, node));
        writer.OptionalString(2, graph.Name);
        foreach (Tensor tensor in graph.Initializers)
            writer.Message(5, w => TensorFormat.Write(w, tensor, mayMove: true));
        writer.OptionalString(10, graph.DocString);
        ValueInfoFormat.WriteAll(writer, 11, graph.Inputs);
        ValueInfoFormat.WriteAll(writer, 12, graph.Outputs);
        ValueInfoFormat.WriteAll(writer, 13, graph.Values);
        foreach (ReadOnlyMemory<byte> annotation in graph.QuantizationAnnotations)
            writer.Bytes(14, annotation);
        foreach (SparseTensor tensor in graph.SparseInitializers)
            writer.Message(15, w => SparseFormat.Write(w, tensor));
        MetadataFormat.WriteAll(writer, 16, graph.Metadata);
        writer.Raw(graph.UnknownFields);
    }
}
