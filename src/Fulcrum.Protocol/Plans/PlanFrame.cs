using System.Buffers.Binary;
using Fulcrum.Problems;
using Fulcrum.Protocol.Checksums;

namespace Fulcrum.Protocol.Plans;

/// <summary>Coded tensors in one message (docs/plan-folder.md): <c>FPR</c> 2, a checksum of all that follows it, the plan's tag; then for each tensor its length and its bytes. Little-endian, nothing between.</summary>
public static class PlanFrame
{
    /// <summary>Bytes before the first tensor.</summary>
    public const int HeaderBytes = 16;

    /// <summary>Bytes before each tensor's own.</summary>
    public const int LengthBytes = 4;

    private const uint Magic = 0x02525046;
    private const int ChecksumAt = 4, TagAt = 8;

    /// <summary>The most bytes of a frame with such tensors.</summary>
    public static int MaximumLength(IEnumerable<ManifestTensor> tensors) => checked(HeaderBytes + tensors.Sum(t => LengthBytes + PlanTensorCodec.MaximumLength(t)));

    /// <summary>The bytes of a frame with values as they are.</summary>
    public static int PlainLength(IEnumerable<ManifestValue> values) => checked(HeaderBytes + values.Sum(v => LengthBytes + v.Bytes));

    /// <summary>Makes a frame of one whose tensors are in place: writes the header.</summary>
    /// <param name="frame">All of it.</param>
    /// <param name="tag">The plan's.</param>
    public static void Seal(Span<byte> frame, ulong tag)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Magic);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[TagAt..], tag);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[ChecksumAt..], Crc32C.Of(frame[TagAt..]));
    }

    /// <summary>The tag that a frame's header carries.</summary>
    /// <param name="header">At least <see cref="HeaderBytes"/> bytes, the frame's first.</param>
    /// <exception cref="InputException"><c>plan-frame</c>: it is no header.</exception>
    public static ulong Tag(ReadOnlySpan<byte> header) => header.Length >= HeaderBytes && BinaryPrimitives.ReadUInt32LittleEndian(header) == Magic
        ? BinaryPrimitives.ReadUInt64LittleEndian(header[TagAt..])
        : throw Bad("The message does not begin as a frame of format 2.");

    /// <summary>Finds the tensors of a frame.</summary>
    /// <param name="frame">The whole message.</param>
    /// <param name="tag">The plan's.</param>
    /// <param name="tensors">Receives where each lies; their number is the one expected.</param>
    /// <exception cref="InputException"><c>plan-frame</c> when the message is none of the expected form or not what was sent, <c>plan-mismatch</c> when it is for another plan.</exception>
    public static void Read(ReadOnlySpan<byte> frame, ulong tag, Span<Range> tensors)
    {
        if (Tag(frame) != tag)
            throw Mismatch();
        if (BinaryPrimitives.ReadUInt32LittleEndian(frame[ChecksumAt..]) != Crc32C.Of(frame[TagAt..]))
            throw Bad("The message was cut or changed on its way: its checksum does not fit.");
        int position = HeaderBytes;
        for (int i = 0; i < tensors.Length; i++)
        {
            if (frame.Length - position < LengthBytes)
                throw Bad($"The message ends before tensor {i}.");
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(frame[position..]);
            position += LengthBytes;
            if (length > (uint)(frame.Length - position))
                throw Bad($"Tensor {i} claims {length} bytes, {frame.Length - position} are left.");
            tensors[i] = new Range(position, position + (int)length);
            position += (int)length;
        }

        if (position != frame.Length)
            throw Bad($"{frame.Length - position} bytes follow the last tensor.");
    }

    /// <summary>The refusal of a message for another plan.</summary>
    public static InputException Mismatch() => new("plan-mismatch", "body", "The message is for another plan than the one that runs here.", "Give all tiers the same plan folder.");

    private static InputException Bad(string message) => new("plan-frame", "body", message, "Send what the plan's link says; see docs/plan-folder.md.");
}
