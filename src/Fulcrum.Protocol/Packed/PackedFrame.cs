using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fulcrum.Problems;
using Fulcrum.Protocol.Compression;
using Fulcrum.Protocol.Segments;

namespace Fulcrum.Protocol.Packed;

/// <summary>
/// What packed models and upgrades of them begin with: magic, version, length of the header packed and unpacked, SHA-256 of all that follows; then the header, JSON in Brotli.
/// </summary>
/// <param name="magic">The first four bytes.</param>
/// <param name="version">The format's version.</param>
/// <param name="code">What the codes of its problems start with.</param>
/// <param name="kind">What to call such a file.</param>
/// <param name="json">The header's JSON.</param>
internal sealed class PackedFrame<THeader>(string magic, int version, string code, string kind, JsonTypeInfo<THeader> json)
{
    private const int VersionAt = 4, LengthAt = 8, RawAt = 12, HashAt = 16, Preamble = HashAt + SHA256.HashSizeInBytes;

    /// <summary>Whether a file starts like one.</summary>
    public bool Is(ReadOnlySpan<byte> file) => file.Length >= VersionAt && file[..VersionAt].SequenceEqual(Magic);

    /// <summary>The file of a header and what it describes.</summary>
    public byte[] Seal(THeader header, params IEnumerable<byte[]> content)
    {
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(header, json), packed = BrotliBlock.Pack(text);
        byte[] file = [.. new byte[Preamble], .. packed, .. content.SelectMany(c => c)];
        Magic.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(VersionAt), version);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(LengthAt), packed.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(RawAt), text.Length);
        SHA256.HashData(file.AsSpan(Preamble), file.AsSpan(HashAt, SHA256.HashSizeInBytes));
        return file;
    }

    /// <summary>The header of a file whose hash is right.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <param name="position">Where the content begins.</param>
    /// <exception cref="InputException">Foreign, of another version, truncated, beyond the limits, changed, or no header.</exception>
    public THeader Open(ReadOnlySpan<byte> file, string place, out int position)
    {
        if (!Is(file))
            throw new InputException($"{code}-foreign", place, $"The file is no {kind}.", "Give one that this program has written.");
        if (file.Length < Preamble)
            throw Truncated(place);
        uint found = BinaryPrimitives.ReadUInt32LittleEndian(file[VersionAt..]), length = BinaryPrimitives.ReadUInt32LittleEndian(file[LengthAt..]), raw = BinaryPrimitives.ReadUInt32LittleEndian(file[RawAt..]);
        if (found != version)
            throw new InputException($"{code}-version", place, $"The {kind} has format version {found}, this program reads {version}.", "Update the older side.");
        if (length > SegmentLimits.HeaderBytes || raw > SegmentLimits.HeaderBytes)
            throw Bad("limit", place, $"The header claims {Math.Max(length, raw)} bytes.");
        if (file.Length - Preamble < length)
            throw Truncated(place);
        if (!SHA256.HashData(file[Preamble..]).AsSpan().SequenceEqual(file[HashAt..Preamble]))
            throw Bad("hash-mismatch", place, "The content is not what its hash says.");
        position = Preamble + (int)length;
        try
        {
            byte[] text = BrotliBlock.TryUnpack(file[Preamble..position], (int)raw) ?? throw new JsonException("The header does not unpack to the length that is stated.");
            return JsonSerializer.Deserialize(text, json) ?? throw new JsonException("The header is null.");
        }
        catch (JsonException failure)
        {
            throw Bad("header", $"{place}: {failure.Path}", failure.Message, failure);
        }
    }

    /// <summary>Whether the content is as long as the header claims.</summary>
    /// <exception cref="InputException">It is not.</exception>
    public void Require(long claimed, int available, string place)
    {
        if (claimed > available)
            throw Truncated(place);
        if (claimed < available)
            throw Bad("trailing", place, $"{available - claimed} bytes follow the last tensor.");
    }

    /// <summary>What is wrong with a file.</summary>
    public InputException Bad(string what, string place, string message, Exception? inner = null) => new($"{code}-{what}", place, message, $"Get the {kind} again.", inner);

    private InputException Truncated(string place) => Bad("truncated", place, $"The {kind} ends too early.");

    private byte[] Magic { get; } = System.Text.Encoding.ASCII.GetBytes(magic);
}

/// <summary>The two kinds of files.</summary>
internal static class PackedFrames
{
    public static PackedFrame<PackedHeader> Model { get; } = new("FPAK", 1, "packed", "packed model", PackedJson.Default.PackedHeader);

    public static PackedFrame<PackedUpgradeHeader> Upgrade { get; } = new("FPUP", 1, "upgrade", "upgrade of a packed model", PackedUpgradeJson.Default.PackedUpgradeHeader);
}
