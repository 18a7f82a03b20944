using Fulcrum.Graphs;
using Fulcrum.Onnx.Wire;

namespace Fulcrum.Onnx.Format;

/// <summary>ONNX <c>OperatorSetIdProto</c>.</summary>
internal static class OpsetFormat
{
    public static OpsetImport Read(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        (string domain, long version) = ("", 0);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: domain = reader.String(); break;
                case 2: version = reader.Int64(); break;
                default: reader.KeepUnknown(); break;
            }
        }

        return new OpsetImport(domain, version);
    }

    public static void Write(ProtoWriter writer, OpsetImport opset)
    {
        writer.String(1, opset.Domain);
        writer.Int64(2, opset.Version);
    }
}
