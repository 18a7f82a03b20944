using Fulcrum.Graphs;
using Fulcrum.Onnx.Wire;

namespace Fulcrum.Onnx.Format;

/// <summary>ONNX <c>ModelProto</c>.</summary>
internal static class ModelFormat
{
    public static Model Read(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        var model = new Model { Graph = new Graph(), IrVersion = 0, Opsets = [] };
        List<OpsetImport> opsets = [];
        List<MetadataEntry> metadata = [];
        List<Function> functions = [];
        bool hasGraph = false;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: model = model with { IrVersion = reader.Int64() }; break;
                case 2: model = model with { ProducerName = reader.String() }; break;
                case 3: model = model with { ProducerVersion = reader.String() }; break;
                case 4: model = model with { Domain = reader.String() }; break;
                case 5: model = model with { Version = reader.Int64() }; break;
                case 6: model = model with { DocString = reader.String() }; break;
                case 7 when hasGraph: throw slice.Error("onnx-two-graphs", 0, "The file holds two graphs.");
                case 7: (model, hasGraph) = (model with { Graph = GraphFormat.Read(reader.Message()) }, true); break;
                case 8: opsets.Add(OpsetFormat.Read(reader.Message())); break;
                case 14: metadata.Add(MetadataFormat.Read(reader.Message())); break;
                case 20: CarriedTensors.CheckTraining(reader.Message()); reader.Keep(); break;
                case 25: functions.Add(FunctionFormat.Read(reader.Message())); break;
                default: reader.KeepUnknown(); break;
            }
        }

        if (!hasGraph)
            throw slice.Error("onnx-no-graph", 0, "The file holds no graph.");
        slice.Context.External?.RequireApart();
        return model with { Opsets = opsets, Metadata = metadata, Functions = functions, UnknownFields = reader.Unknown };
    }

    public static void Write(ProtoWriter writer, Model model)
    {
        writer.Int64(1, model.IrVersion);
        writer.OptionalString(2, model.ProducerName);
        writer.OptionalString(3, model.ProducerVersion);
        writer.OptionalString(4, model.Domain);
        if (model.Version is long version)
            writer.Int64(5, version);
        writer.OptionalString(6, model.DocString);
        writer.Message(7, w => GraphFormat.Write(w, model.Graph));
        foreach (OpsetImport opset in model.Opsets)
            writer.Message(8, w => OpsetFormat.Write(w, opset));
        MetadataFormat.WriteAll(writer, 14, model.Metadata);
        foreach (Function function in model.Functions)
            writer.Message(25, w => FunctionFormat.Write(w, function));
        writer.Raw(model.UnknownFields);
    }
}
