using System.Runtime.InteropServices;
using Fulcrum.Problems;
using Fulcrum.Protocol.Segments;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Packed;

/// <summary>Writes what makes one packed model a finer one of the same graph (docs/packed-models.md). Equal content gives equal bytes.</summary>
public static class PackedUpgradeWriter
{
    /// <summary>The upgrade from one to the other.</summary>
    /// <param name="before">What the other side has.</param>
    /// <param name="after">What it gets: the same graph, tensors and shapes.</param>
    /// <exception cref="InputException"><c>upgrade-foreign</c>.</exception>
    public static byte[] Write(PackedModel before, PackedModel after)
    {
        Require(before, after);
        (var steps, var symbols) = (new SymbolEncoder(), new RefinementEncoder());
        List<PackedUpgradeTensor> tensors = [];
        for (int t = 0; t < after.Tensors.Count; t++)
        {
            (PackedTensor coarse, PackedTensor fine) = (before.Tensors[t], after.Tensors[t]);
            if (Same(coarse, fine))
                continue;
            tensors.Add(new PackedUpgradeTensor(t, fine.RowSteps.Length, fine.ColumnSteps.Length));
            UpgradeSteps.Encode(steps, coarse.RowSteps, fine.RowSteps, StepCoding.Window(fine.Shape, fine.RowSteps.Length, fine.RowLength));
            UpgradeSteps.Encode(steps, coarse.ColumnSteps, fine.ColumnSteps, StepCoding.Window(fine.Shape, fine.ColumnSteps.Length, fine.RowLength));
            symbols.Encode(fine.Symbols, coarse.Symbols, Refinement.Predict(coarse, fine.RowSteps, fine.ColumnSteps), fine.RowLength);
        }

        int[] floats = [.. Enumerable.Range(0, after.Floats.Count).Where(f => !Bytes(before.Floats[f]).SequenceEqual(Bytes(after.Floats[f])))];
        (byte[] stepBytes, byte[] symbolBytes) = (steps.Finish(), symbols.Finish());
        var header = new PackedUpgradeHeader(PackedContent.Hash(before), PackedContent.Hash(after), stepBytes.Length, symbolBytes.Length, tensors, floats);
        return PackedFrames.Upgrade.Seal(header, [stepBytes, symbolBytes, .. floats.Select(f => Bytes(after.Floats[f]).ToArray())]);
    }

    private static ReadOnlySpan<byte> Bytes(FloatTensor tensor) => MemoryMarshal.AsBytes<float>(tensor.Values);

    private static bool Same(PackedTensor one, PackedTensor other) =>
        one.Symbols.AsSpan().SequenceEqual(other.Symbols) && one.RowSteps.AsSpan().SequenceEqual(other.RowSteps) && one.ColumnSteps.AsSpan().SequenceEqual(other.ColumnSteps);

    private static void Require(PackedModel before, PackedModel after)
    {
        static IEnumerable<string> Names(PackedModel model) => model.Tensors.Select(t => $"{t.Name} {string.Join('x', t.Shape)}").Concat(model.Floats.Select(f => $"float {f.Name} {string.Join('x', f.Shape)}"));
        if (!before.Skeleton.Span.SequenceEqual(after.Skeleton.Span) || !Names(before).SequenceEqual(Names(after)))
            throw new InputException("upgrade-foreign", "packed model", "The two models differ in more than how finely their weights are coded.", "Code the same weights of the same graph twice.");
    }
}
