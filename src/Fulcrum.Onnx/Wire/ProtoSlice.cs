using Fulcrum.Problems;

namespace Fulcrum.Onnx.Wire;

/// <summary>The bytes of one protobuf message, and where in which file they stand.</summary>
internal readonly record struct ProtoSlice(ReadOnlyMemory<byte> Bytes, string File, long Origin = 0, int Depth = 0)
{
    /// <summary>Messages nested deeper than this are refused: real models stay far below, hostile ones overflow the stack.</summary>
    internal const int MaximumDepth = 200;

    public ReadOnlyMemory<byte> Load() => Bytes;

    public InputException Error(string code, long offset, string message, string remedy = "The file is damaged or no ONNX model.") =>
        new(code, $"{File}@{Origin + offset}", message, remedy);

    public ProtoSlice Nested(int start, int length)
    {
        if (Depth >= MaximumDepth)
            throw Error("onnx-too-deep", start, $"Messages are nested more than {MaximumDepth} deep.");
        return new ProtoSlice(Bytes.Slice(start, length), File, Origin + start, Depth + 1);
    }
}
