using System.Security.Cryptography;
using Fulcrum.Problems;
using Fulcrum.Protocol.Packed;
using Fulcrum.Protocol.Segments;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Tests.Packed;

public sealed class PackedModelTests
{
    private static readonly PackedModel Model = new(
        new byte[] { 8, 8, 58, 3, 18, 1, 103 },
        [
            new PackedTensor("conv", [3, 2, 2, 2], [-100, -90, 7], [0, 8, -16, 24, 8, 8, 0, -8], [.. Enumerable.Range(0, 24).Select(i => (i * 5 % 7) - 3)]),
            new PackedTensor("matrix", [4, 5], [-64], [], [.. Enumerable.Range(0, 20).Select(i => i == 13 ? 100_000 : i % 3)]),
            new PackedTensor("bias", [3], [-130], [], [5, -7, 0]),
            new PackedTensor("scalar", [], [3], [], [-9]),
        ],
        [new FloatTensor("axis", [2], [1.5f, -2]), new FloatTensor("one", [], [7])]);

    private static readonly byte[] File = PackedModelWriter.Write(Model).File;

    [Fact]
    public void Read_WhatWriteWrote_IsTheSameContent()
    {
        PackedModel read = PackedModelReader.Read(File);
        Assert.Equal(Model.Skeleton.ToArray(), read.Skeleton.ToArray());
        Assert.Equal(Model.Tensors.Count, read.Tensors.Count);
        foreach ((PackedTensor expected, PackedTensor tensor) in Model.Tensors.Zip(read.Tensors))
        {
            Assert.Equal((expected.Name, string.Join(',', expected.Shape)), (tensor.Name, string.Join(',', tensor.Shape)));
            Assert.Equal(expected.RowSteps, tensor.RowSteps);
            Assert.Equal(expected.ColumnSteps, tensor.ColumnSteps);
            Assert.Equal(expected.Symbols, tensor.Symbols);
            Assert.Equal(expected.Dequantize(), tensor.Dequantize());
        }

        Assert.Equal([[1.5f, -2], [7]], read.Floats.Select(f => f.Values));
    }

    [Fact]
    public void Dequantize_RowAndColumnSteps_Multiply()
    {
        var tensor = new PackedTensor("t", [2, 2], [0, 32], [0, 64], [1, 1, -3, 2]);
        Assert.Equal([1, 4, -6, 16], tensor.Dequantize());
    }

    [Fact]
    public void Read_CutOffAtEveryByte_IsRefused()
    {
        for (int length = 0; length < File.Length; length++)
            Assert.Contains(CodeOf(File.AsMemory(0, length)), new[] { "packed-foreign", "packed-truncated", "packed-hash-mismatch" });
    }

    [Fact]
    public void Read_AnySingleBitFlipped_IsRefused()
    {
        for (int bit = 0; bit < File.Length * 8; bit++)
        {
            byte[] flipped = [.. File];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual("", CodeOf(flipped));
        }
    }

    [Fact]
    public void Read_MutantsWhoseHashIsRight_NeverFailOtherwiseThanTyped()
    {
        var random = new Random(3);
        for (int round = 0; round < 1000; round++)
        {
            byte[] mutated = random.Next(3) == 0 ? [.. File, .. new byte[random.Next(1, 9)]] : [.. File];
            for (int i = random.Next(1, 4); i > 0; i--)
                mutated[random.Next(48, mutated.Length)] = (byte)random.Next(256);
            CodeOf(Rehashed(mutated));
        }
    }

    [Fact]
    public void Read_BytesAfterTheEnd_AreRefused() => Assert.Equal("packed-trailing", CodeOf(Rehashed([.. File, 0])));

    [Fact]
    public void Read_NewerVersion_SaysSo()
    {
        byte[] newer = [.. File];
        newer[4]++;
        Assert.Equal("packed-version", CodeOf(newer));
    }

    [Fact]
    public void Read_MoreSymbolsThanTheBytesCanHold_IsRefusedBeforeRoomIsMade()
    {
        PackedModel claimed = Model with { Tensors = [new PackedTensor("huge", [1 << 15, 1 << 15], [0], [], [0])], Floats = [] };
        Assert.Equal("packed-limit", CodeOf(PackedModelWriter.Write(claimed).File));
    }

    [Fact]
    public void Read_AsManyStepsAsNoAxisHas_IsRefused() =>
        Assert.Equal("packed-header", CodeOf(PackedModelWriter.Write(Model with { Tensors = [new PackedTensor("t", [4, 5], [1, 2, 3], [], new int[20])] }).File));

    [Fact]
    public void Read_StepBeyondTheLimit_IsRefused() =>
        Assert.Equal("packed-step", CodeOf(PackedModelWriter.Write(Model with { Tensors = [new PackedTensor("t", [1, 1], [StepGrid.Limit + 1], [], [1])] }).File));

    [Fact]
    public void Read_TwoTensorsOfOneName_AreRefused() =>
        Assert.Equal("packed-header", CodeOf(PackedModelWriter.Write(Model with { Tensors = [Model.Tensors[0], Model.Tensors[0]] }).File));

    private static byte[] Rehashed(byte[] file)
    {
        SHA256.HashData(file.AsSpan(48), file.AsSpan(16, 32));
        return file;
    }

    private static string CodeOf(ReadOnlyMemory<byte> file)
    {
        try
        {
            PackedModelReader.Read(file);
            return "";
        }
        catch (InputException refused)
        {
            return refused.Problems[0].Code;
        }
    }
}
