using System.Runtime.InteropServices;
using Fulcrum.Graphs;
using Fulcrum.Onnx.Wire;

namespace Fulcrum.Onnx.Format;

/// <summary>ONNX <c>AttributeProto</c>. The value is picked by the declared type, or by the field present where old files declare none.</summary>
internal static class AttributeFormat
{
    public static NodeAttribute Read(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        Fields fields = default;
        (string name, string? doc, string? reference, int type) = ("", null, null, 0);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: name = reader.String(); break;
                case 13: doc = reader.String(); break;
                case 20: type = reader.Int32(); break;
                case 21: reference = reader.String(); break;
                default: fields.Read(ref reader); break;
            }
        }

        slice.Context.Charge(96);
        AttributeValue value = fields.Value(type, reader.Unknown);
        ReadOnlyMemory<byte> unknown = value is OpaqueAttribute ? default : reader.Unknown;
        return new NodeAttribute(name, value) { DocString = doc, ReferenceName = reference, UnknownFields = unknown };
    }

    public static void Write(ProtoWriter writer, NodeAttribute attribute)
    {
        writer.OptionalString(1, attribute.Name);
        int type = WriteValue(writer, attribute);
        writer.OptionalString(13, attribute.DocString);
        if (type != 0)
            writer.Int64(20, type);
        writer.OptionalString(21, attribute.ReferenceName);
        writer.Raw(attribute.UnknownFields);
    }

    private static int WriteValue(ProtoWriter writer, NodeAttribute attribute)
    {
        bool reference = attribute.ReferenceName is not null;
        switch (attribute.Value)
        {
            case FloatAttribute a: if (!reference) writer.Float(2, a.Value); return 1;
            case IntAttribute a: if (!reference) writer.Int64(3, a.Value); return 2;
            case StringAttribute a: if (!reference) writer.Bytes(4, a.Value); return 3;
            case TensorAttribute a: writer.Message(5, w => TensorFormat.Write(w, a.Value)); return 4;
            case GraphAttribute a: writer.Message(6, w => GraphFormat.Write(w, a.Value)); return 5;
            case FloatsAttribute a: writer.PackedFloat(7, a.Values); return 6;
            case IntsAttribute a: writer.PackedInt64(8, a.Values); return 7;
            case StringsAttribute a: a.Values.ToList().ForEach(v => writer.Bytes(9, v)); return 8;
            case TensorsAttribute a: a.Values.ToList().ForEach(v => writer.Message(10, w => TensorFormat.Write(w, v))); return 9;
            case GraphsAttribute a: a.Values.ToList().ForEach(v => writer.Message(11, w => GraphFormat.Write(w, v))); return 10;
            case OpaqueAttribute a: writer.Raw(a.Encoded); return a.Type;
            default: throw new InvalidOperationException($"Attribute {attribute.Name} has no ONNX encoding.");
        }
    }

    /// <summary>The value fields of one attribute as they come in.</summary>
    private struct Fields
    {
        private ArrayBuilder<TensorData> _floats;
        private ArrayBuilder<long> _ints;
        private ArrayBuilder<ReadOnlyMemory<byte>> _strings;
        private ArrayBuilder<Tensor> _tensors;
        private ArrayBuilder<Graph> _graphs;
        private float _float;
        private long _int;
        private ReadOnlyMemory<byte> _string;
        private Tensor? _tensor;
        private Graph? _graph;
        private int _present;

        public void Read(ref ProtoReader reader)
        {
            switch (reader.Field)
            {
                case 2: (_float, _present) = (reader.Float(), 1); break;
                case 3: (_int, _present) = (reader.Int64(), 2); break;
                case 4: (_string, _present) = (reader.Bytes(), 3); break;
                case 5: (_tensor, _present) = (TensorFormat.Read(reader.Message()), 4); break;
                case 6: (_graph, _present) = (GraphFormat.Read(reader.Message()), 5); break;
                case 7: _floats.Add(reader.FixedRun(4)); _present = 6; break;
                case 8: reader.Varints(ref _ints); _present = 7; break;
                case 9: _strings.Add(reader.Bytes()); _present = 8; break;
                case 10: _tensors.Add(TensorFormat.Read(reader.Message())); _present = 9; break;
                case 11: _graphs.Add(GraphFormat.Read(reader.Message())); _present = 10; break;
                case 22 or 23: CarriedTensors.CheckSparse(reader.Message()); reader.Keep(); break;
                default: reader.KeepUnknown(); break;
            }
        }

        public readonly AttributeValue Value(int declared, ReadOnlyMemory<byte> unknown) => (declared == 0 ? _present : declared) switch
        {
            1 => new FloatAttribute(_float),
            2 => new IntAttribute(_int),
            3 => new StringAttribute(_string),
            4 when _tensor is not null => new TensorAttribute(_tensor),
            5 when _graph is not null => new GraphAttribute(_graph),
            6 => new FloatsAttribute(Floats(_floats.ToArray())),
            7 => new IntsAttribute(_ints.ToArray()),
            8 => new StringsAttribute(_strings.ToArray()),
            9 => new TensorsAttribute(_tensors.ToArray()),
            10 => new GraphsAttribute(_graphs.ToArray()),
            int other => new OpaqueAttribute(other, unknown),
        };

        private static float[] Floats(TensorData[] runs)
        {
            float[] values = new float[runs.Sum(r => r.Length / sizeof(float))];
            int done = 0;
            foreach (TensorData run in runs)
            {
                ReadOnlySpan<float> some = MemoryMarshal.Cast<byte, float>(run.Load().Span);
                some.CopyTo(values.AsSpan(done));
                done += some.Length;
            }

            return values;
        }
    }
}
