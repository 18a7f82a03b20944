using Fulcrum.Graphs;
using Fulcrum.Onnx.Wire;

namespace Fulcrum.Onnx.Format;

/// <summary>ONNX <c>SparseTensorProto</c>.</summary>
internal static class SparseFormat
{
    public static SparseTensor Read(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        (Tensor? values, Tensor? indices) = (null, null);
        ArrayBuilder<long> shape = default;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: values = TensorFormat.Read(reader.Message()); break;
                case 2: indices = TensorFormat.Read(reader.Message()); break;
                case 3: reader.Varints(ref shape); break;
                default: reader.KeepUnknown(); break;
            }
        }

        slice.Context.Charge(64);
        if (values is null || indices is null)
            throw slice.Error("onnx-sparse-tensor", 0, "A sparse tensor has no values or no indices.");
        return new SparseTensor(values, indices, shape.ToArray()) { UnknownFields = reader.Unknown };
    }

    public static void Write(ProtoWriter writer, SparseTensor tensor)
    {
        writer.Message(1, w => TensorFormat.Write(w, tensor.Values));
        writer.Message(2, w => TensorFormat.Write(w, tensor.Indices));
        writer.PackedInt64(3, tensor.Shape);
        writer.Raw(tensor.UnknownFields);
    }
}
