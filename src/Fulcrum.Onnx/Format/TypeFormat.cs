using Fulcrum.Graphs;
using Fulcrum.Onnx.Wire;
using ValueType = Fulcrum.Graphs.ValueType;

namespace Fulcrum.Onnx.Format;

/// <summary>ONNX <c>TypeProto</c>: dense tensors are understood, every other kind is carried through.</summary>
internal static class TypeFormat
{
    public static ValueType Read(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        TensorType? tensor = null;
        string? denotation = null;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: tensor = ReadTensor(reader.Message()); break;
                case 6: denotation = reader.String(); break;
                default: reader.KeepUnknown(); break;
            }
        }

        return tensor is null ? new OpaqueType(slice.Bytes) : tensor with { Denotation = denotation, UnknownFields = reader.Unknown };
    }

    public static void Write(ProtoWriter writer, ValueType type)
    {
        if (type is OpaqueType opaque)
        {
            writer.Raw(opaque.Encoded);
            return;
        }

        var tensor = (TensorType)type;
        writer.Message(1, w =>
        {
            w.Int64(1, (int)tensor.Element);
            if (tensor.Shape is not null)
                w.Message(2, s => WriteShape(s, tensor.Shape));
        });
        writer.OptionalString(6, tensor.Denotation);
        writer.Raw(tensor.UnknownFields);
    }

    private static TensorType ReadTensor(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        var type = new TensorType(ElementType.Undefined, null);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: type = type with { Element = (ElementType)reader.Int32() }; break;
                case 2: type = type with { Shape = ReadShape(reader.Message()) }; break;
                default: reader.KeepUnknown(); break;
            }
        }

        return type;
    }

    private static List<Dim> ReadShape(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        List<Dim> shape = [];
        while (reader.Next())
        {
            if (reader.Field == 1)
                shape.Add(ReadDim(reader.Message()));
            else
                reader.KeepUnknown();
        }

        return shape;
    }

    private static Dim ReadDim(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        Dim dim = Dim.Unknown;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: dim = dim with { Size = reader.Int64() }; break;
                case 2: dim = dim with { Symbol = reader.String() }; break;
                case 3: dim = dim with { Denotation = reader.String() }; break;
                default: reader.KeepUnknown(); break;
            }
        }

        return dim;
    }

    private static void WriteShape(ProtoWriter writer, IReadOnlyList<Dim> shape)
    {
        foreach (Dim dim in shape)
        {
            writer.Message(1, w =>
            {
                if (dim.Size is long size)
                    w.Int64(1, size);
                else
                    w.OptionalString(2, dim.Symbol);
                w.OptionalString(3, dim.Denotation);
            });
        }
    }
}
