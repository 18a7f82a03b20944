using System.Runtime.InteropServices;
using Fulcrum.Problems;
using Fulcrum.Protocol.Segments;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Packed;

/// <summary>Reads upgrades of packed models. Lengths, limits and the hash are checked before anything is decoded, and what comes out is checked afterwards.</summary>
public static class PackedUpgradeReader
{
    /// <summary>The finer model.</summary>
    /// <param name="before">The model that the upgrade is for.</param>
    /// <param name="file">The whole upgrade.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <exception cref="InputException">One code per way it can be bad, all starting <c>upgrade-</c>; <c>upgrade-base</c>: it is for another model.</exception>
    public static PackedModel Apply(PackedModel before, ReadOnlyMemory<byte> file, string place = "upgrade")
    {
        PackedUpgradeHeader header = PackedFrames.Upgrade.Open(file.Span, place, out int position);
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
                throw PackedFrames.Upgrade.Bad("step", $"{place}: {coarse.Name}", "A step is out of range.");
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
        return PackedContent.Hash(after) == header.After ? after : throw PackedFrames.Upgrade.Bad("content", place, "What comes out is not what the upgrade says.");
    }

    private static void Require(PackedModel before, PackedUpgradeHeader header, int available, string place)
    {
        static bool Ascend(int[] at, int count) => at.Distinct().Count() == at.Length && at.All(a => a >= 0 && a < count);
        if (header.Tensors.Any(t => t is null) || !Ascend([.. header.Tensors.Select(t => t.At)], before.Tensors.Count) || !Ascend([.. header.Floats], before.Floats.Count)
            || header.StepBytes < 0 || header.SymbolBytes < 0 || !header.Tensors.All(t => HasSteps(before.Tensors[t.At], t)))
            throw PackedFrames.Upgrade.Bad("header", place, "Positions, lengths or steps do not fit.");
        long claimed = (long)header.StepBytes + header.SymbolBytes + header.Floats.Sum(f => 4L * before.Floats[f].Values.Length);
        PackedFrames.Upgrade.Require(claimed, available, place);
    }

    private static bool HasSteps(PackedTensor tensor, PackedUpgradeTensor upgrade)
    {
        int length = tensor.RowLength, rows = length == 0 ? 0 : tensor.Symbols.Length / length;
        return (upgrade.Rows == 1 || upgrade.Rows == rows) && (upgrade.Columns == 0 || upgrade.Columns == length);
    }
}
