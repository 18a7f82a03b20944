using Fulcrum.Graphs;
using Fulcrum.Onnx.Wire;

namespace Fulcrum.Onnx.Format;

/// <summary>ONNX <c>TypeProto</c>: tensors, sequences and optionals are understood, every other kind is carried through.</summary>
internal static class TypeFormat
{
    public static OnnxType Read(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        OnnxType? type = null;
        string? denotation = null;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: type = ReadTensor(reader.Message()); break;
                case 4: type = new SequenceType(ReadItem(reader.Message())); break;
                case 6: denotation = reader.String(); break;
                case 9: type = new OptionalType(ReadItem(reader.Message())); break;
                default: reader.KeepUnknown(); break;
            }
        }

        return type is null ? new OpaqueType(slice.Load()) : type with { Denotation = denotation, UnknownFields = reader.Unknown };
    }

    public static void Write(ProtoWriter writer, OnnxType type)
    {
        switch (type)
        {
            case OpaqueType opaque: writer.Raw(opaque.Encoded); return;
            case TensorType tensor: writer.Message(1, w => WriteTensor(w, tensor)); break;
            case SequenceType sequence: writer.Message(4, w => WriteItem(w, sequence.Item)); break;
            case OptionalType optional: writer.Message(9, w => WriteItem(w, optional.Item)); break;
            default: throw new InvalidOperationException($"{type.GetType().Name} has no ONNX encoding.");
        }

        writer.OptionalString(6, type.Denotation);
        writer.Raw(type.UnknownFields);
    }

    private static OnnxType? ReadItem(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        OnnxType? item = null;
        while (reader.Next())
        {
            if (reader.Field == 1)
                item = Read(reader.Message());
            else
                reader.KeepUnknown();
        }

        return item;
    }

    private static void WriteItem(ProtoWriter writer, OnnxType? item)
    {
        if (item is not null)
            writer.Message(1, w => Write(w, item));
    }

    private static void WriteTensor(ProtoWriter writer, TensorType tensor)
    {
        writer.Int64(1, (int)tensor.Element);
        if (tensor.Shape is not null)
            writer.Message(2, s => WriteShape(s, tensor.Shape));
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
