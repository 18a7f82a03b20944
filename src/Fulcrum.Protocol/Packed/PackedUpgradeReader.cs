using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Protocol.Compression;
using Fulcrum.Protocol.Segments;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Packed;

/// <summary>Reads upgrades of packed models. Lengths, limits and the hash are checked before anything is decoded, and what comes out is checked afterwards.</summary>
public static class PackedUpgradeReader
{
    private const string Again = "Get the upgrade again.";

    /// <summary>The finer model.</summary>
    /// <param name="before">The model that the upgrade is for.</param>
    /// <param name="file">The whole upgrade.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <exception cref="InputException">One code per way it can be bad, all starting <c>upgrade-</c>; <c>upgrade-base</c>: it is for another model.</exception>
    public static PackedModel Apply(PackedModel before, ReadOnlyMemory<byte> file, string place = "upgrade")
    {
        PackedUpgradeHeader header = ReadHeader(file.Span, place, out int position);
        if (header.Before != PackedContent.Hash(before))
            throw new InputException("upgrade-base", place, "The upgrade is for another model, or follows an upgrade that is not here.", "Get base and upgrades of one release.");
        Require(before, header, file.Length - position, place);
        var steps = new SymbolDecoder(file.Span.Slice(position, header.StepBytes));
        var symbols = new RefinementDecoder(file.Span.Slice(position + header.StepBytes, header.SymbolBytes));
        position += header.StepBytes + header.SymbolBytes;
        PackedTensor[] tensors = [.. before.Tensors];
        foreach (PackedUpgradeTensor tensor in header.Tensors)
        {
            PackedTensor coarse = tensors[tensor.At];
            int[]? rows = UpgradeSteps.Decode(ref steps, coarse.RowSteps, tensor.Rows, StepCoding.Window(coarse.Shape, tensor.Rows, coarse.RowLength));
            int[]? columns = UpgradeSteps.Decode(ref steps, coarse.ColumnSteps, tensor.Columns, StepCoding.Window(coarse.Shape, tensor.Columns, coarse.RowLength));
            if (rows is null || columns is null)
                throw new InputException("upgrade-step", $"{place}: {coarse.Name}", "A step is out of range.", Again);
            int[] values = new int[coarse.Symbols.Length];
            symbols.Decode(values, coarse.Symbols, Refinement.Predict(coarse, rows, columns), coarse.RowLength);
            tensors[tensor.At] = coarse with { RowSteps = rows, ColumnSteps = columns, Symbols = values };
        }

        FloatTensor[] floats = [.. before.Floats];
        foreach (int at in header.Floats)
        {
            int bytes = 4 * floats[at].Values.Length;
            floats[at] = floats[at] with { Values = MemoryMarshal.Cast<byte, float>(file.Span.Slice(position, bytes)).ToArray() };
            position += bytes;
        }

        PackedModel after = before with { Tensors = tensors, Floats = floats };
        return PackedContent.Hash(after) == header.After ? after : throw new InputException("upgrade-content", place, "What comes out is not what the upgrade says.", Again);
    }

    private static PackedUpgradeHeader ReadHeader(ReadOnlySpan<byte> file, string place, out int position)
    {
        if (!file.StartsWith(PackedUpgradeWriter.Magic))
            throw new InputException("upgrade-foreign", place, "The file is no upgrade of a packed model.", Again);
        if (file.Length < PackedModelWriter.PreambleBytes)
            throw Truncated(place);
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]), length = BinaryPrimitives.ReadUInt32LittleEndian(file[8..]), raw = BinaryPrimitives.ReadUInt32LittleEndian(file[12..]);
        if (version != PackedUpgradeWriter.Version)
            throw new InputException("upgrade-version", place, $"The upgrade has format version {version}, this program reads {PackedUpgradeWriter.Version}.", "Update the older side.");
        if (length > SegmentLimits.HeaderBytes || raw > SegmentLimits.HeaderBytes)
            throw new InputException("upgrade-limit", place, $"The header claims {Math.Max(length, raw)} bytes.", Again);
        if (file.Length - PackedModelWriter.PreambleBytes < length)
            throw Truncated(place);
        if (!SHA256.HashData(file[PackedModelWriter.PreambleBytes..]).AsSpan().SequenceEqual(file[16..48]))
            throw new InputException("upgrade-hash-mismatch", place, "The content is not what its hash says.", Again);
        position = PackedModelWriter.PreambleBytes + (int)length;
        try
        {
            byte[] json = BrotliBlock.TryUnpack(file.Slice(PackedModelWriter.PreambleBytes, (int)length), (int)raw) ?? throw new JsonException("The header does not unpack.");
            return JsonSerializer.Deserialize(json, PackedUpgradeJson.Default.PackedUpgradeHeader) ?? throw new JsonException("The header is null.");
        }
        catch (JsonException failure)
        {
            throw new InputException("upgrade-header", $"{place}: {failure.Path}", failure.Message, Again, failure);
        }
    }

    private static void Require(PackedModel before, PackedUpgradeHeader header, int available, string place)
    {
        static bool Ascend(int[] at, int count) => at.Distinct().Count() == at.Length && at.All(a => a >= 0 && a < count);
        if (header.Tensors.Any(t => t is null) || !Ascend([.. header.Tensors.Select(t => t.At)], before.Tensors.Count) || !Ascend([.. header.Floats], before.Floats.Count)
            || header.StepBytes < 0 || header.SymbolBytes < 0 || !header.Tensors.All(t => HasSteps(before.Tensors[t.At], t)))
            throw new InputException("upgrade-header", place, "Positions, lengths or steps do not fit.", Again);
        long claimed = (long)header.StepBytes + header.SymbolBytes + header.Floats.Sum(f => 4L * before.Floats[f].Values.Length);
        if (claimed > available)
            throw Truncated(place);
        if (claimed < available)
            throw new InputException("upgrade-trailing", place, $"{available - claimed} bytes follow the last tensor.", Again);
    }

    private static bool HasSteps(PackedTensor tensor, PackedUpgradeTensor upgrade)
    {
        int length = tensor.RowLength, rows = length == 0 ? 0 : tensor.Symbols.Length / length;
        return (upgrade.Rows == 1 || upgrade.Rows == rows) && (upgrade.Columns == 0 || upgrade.Columns == length);
    }

    private static InputException Truncated(string place) => new("upgrade-truncated", place, "The upgrade ends too early.", Again);
}
