using Fulcrum.Onnx.Files;
using Fulcrum.Problems;

namespace Fulcrum.Onnx.Wire;

/// <summary>The bytes of one protobuf message: where they stand in which file, and as much of that as is in memory.</summary>
/// <param name="Context">The file.</param>
/// <param name="Start">Offset of the message in the file.</param>
/// <param name="Length">Its length.</param>
/// <param name="Window">A stretch of the file that is in memory.</param>
/// <param name="WindowStart">Where that stretch starts in the file.</param>
/// <param name="Depth">How many messages are around it.</param>
internal readonly record struct ProtoSlice(ReadContext Context, long Start, long Length, ReadOnlyMemory<byte> Window, long WindowStart, int Depth)
{
    /// <summary>Messages nested deeper than this are refused: real models stay far below, hostile ones overflow the stack.</summary>
    internal const int MaximumDepth = 200;

    private const int CostPerMessage = 64;

    /// <summary>A file in memory.</summary>
    public static ProtoSlice Of(ReadOnlyMemory<byte> bytes, string place) => new(new ReadContext(place, bytes.Length), 0, bytes.Length, bytes, 0, 0);

    /// <summary>A file on disk.</summary>
    public static ProtoSlice Of(FileSource source) =>
        new(new ReadContext(source.Path, source.Length, source) { External = new ExternalFiles(source.Path) }, 0, source.Length, default, 0, 0);

    public InputException Error(string code, long offset, string message, string remedy = "The file is damaged or no ONNX model.") =>
        new(code, $"{Context.Place}@{Start + offset}", message, remedy);

    /// <summary>A message inside this one.</summary>
    public ProtoSlice Nested(long start, long length, ReadOnlyMemory<byte> window, long windowStart)
    {
        if (Depth >= MaximumDepth)
            throw Error("onnx-too-deep", start - Start, $"Messages are nested more than {MaximumDepth} deep.");
        Context.Charge(CostPerMessage);
        return new ProtoSlice(Context, start, length, window, windowStart, Depth + 1);
    }

    /// <summary>The whole message in memory.</summary>
    public ReadOnlyMemory<byte> Load()
    {
        if (Start >= WindowStart && Start + Length <= WindowStart + Window.Length)
            return Window.Slice((int)(Start - WindowStart), (int)Length);
        Context.Charge(Length);
        byte[] bytes = new byte[checked((int)Length)];
        Context.Source!.Read(Start, bytes);
        return bytes;
    }
}
