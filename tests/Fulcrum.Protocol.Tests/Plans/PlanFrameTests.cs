using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Fulcrum.Problems;
using Fulcrum.Protocol.Checksums;
using Fulcrum.Protocol.CutTensors;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Protocol.Tests.Plans;

public sealed class PlanFrameTests
{
    private const ulong Tag = 0x0123456789abcdef;

    [Fact]
    public void Read_FrameByTheDocument_FindsItsTensors()
    {
        byte[] frame = [0x46, 0x50, 0x52, 2, 0x4e, 0x03, 0x4f, 0x5b, 0xef, 0xcd, 0xab, 0x89, 0x67, 0x45, 0x23, 0x01, 3, 0, 0, 0, 7, 8, 9, 0, 0, 0, 0];
        Range[] tensors = new Range[2];
        PlanFrame.Read(frame, Tag, tensors);
        Assert.Equal([new Range(20, 23), new Range(27, 27)], tensors);
        byte[] made = [.. new byte[16], .. frame[16..]];
        PlanFrame.Seal(made, Tag);
        Assert.Equal(frame, made);
        Assert.Equal(0xe3069283u, Crc32C.Of("123456789"u8));
    }

    [Fact]
    public void Read_AnyCutOrChangedFrame_IsRefused()
    {
        byte[] frame = new byte[16 + 4 + 10 + 4 + 6];
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(16), 10);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(30), 6);
        PlanFrame.Seal(frame, Tag);
        Range[] tensors = new Range[2];
        PlanFrame.Read(frame, Tag, tensors);
        for (int length = 0; length < frame.Length; length++)
            Assert.Equal("plan-frame", Assert.Throws<InputException>(() => PlanFrame.Read(frame.AsSpan(0, length), Tag, tensors)).Problems[0].Code);
        Assert.Equal("plan-frame", Assert.Throws<InputException>(() => PlanFrame.Read([.. frame, 0], Tag, tensors)).Problems[0].Code);
        Assert.Equal("plan-mismatch", Assert.Throws<InputException>(() => PlanFrame.Read(frame, Tag + 1, tensors)).Problems[0].Code);
        for (int bit = 0; bit < 8 * frame.Length; bit++)
        {
            byte[] changed = [.. frame];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<InputException>(() => PlanFrame.Read(changed, Tag, tensors));
            if (bit / 8 >= 16)
            {
                // The lengths are looked at even where the checksum fits.
                PlanFrame.Seal(changed, Tag);
                bool isBody = bit / 8 is (>= 20 and < 30) or >= 34;
                Exception? refused = Record.Exception(() => PlanFrame.Read(changed, Tag, tensors));
                Assert.Equal(isBody, refused is null);
                Assert.True(refused is null or InputException);
            }
        }
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("compressed")]
    [InlineData("grid")]
    public void Decode_WhatWasEncoded_IsTheSameOrTheGridsRounding(string coding)
    {
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, 4 * 36).Select(_ => random.Next(3) == 0 ? 0 : (float)random.NextDouble())];
        PlanCoding how = coding switch { "plain" => PlanCoding.Plain, "compressed" => PlanCoding.Compressed, _ => PlanCoding.Of(CutTensorGrid.FromRanges(5, 36, new float[4], [1, 1, 1, 1])) };
        var tensor = new ManifestTensor("t", PlanElement.Float32, [1, 4, 6, 6], how);
        byte[] room = new byte[PlanTensorCodec.MaximumLength(tensor)];
        int length = PlanTensorCodec.Encode(tensor, MemoryMarshal.AsBytes(values.AsSpan()), room);
        float[] back = new float[values.Length];
        PlanTensorCodec.Decode(tensor, room.AsSpan(0, length), MemoryMarshal.AsBytes(back.AsSpan()));
        if (how.Grid is { } grid)
            CutTensorCodec.RoundTrip(values, grid);
        Assert.Equal(values, back);
        Assert.Throws<InputException>(() => PlanTensorCodec.Decode(tensor, room.AsSpan(0, length - 1), MemoryMarshal.AsBytes(back.AsSpan())));
        for (int i = 0; i < 200; i++)
        {
            byte[] changed = room[..random.Next(length + 1)];
            if (changed.Length > 0)
                changed[random.Next(changed.Length)] ^= (byte)random.Next(1, 256);
            Exception? refused = Record.Exception(() => PlanTensorCodec.Decode(tensor, changed, MemoryMarshal.AsBytes(back.AsSpan())));
            Assert.True(refused is null or InputException, $"{refused}");
        }
    }

    [Fact]
    public void Encode_GridNoiseThatDoesNotPack_StaysWithinTheMaximum()
    {
        var random = new Random(4);
        for (int bits = 2; bits <= 8; bits++)
        {
            float[] values = [.. Enumerable.Range(0, 999).Select(_ => random.NextSingle())];
            var tensor = new ManifestTensor("t", PlanElement.Float32, [1, 999], PlanCoding.Of(CutTensorGrid.FromRanges(bits, 999, [0f], [1f])));
            Assert.InRange(PlanTensorCodec.Encode(tensor, MemoryMarshal.AsBytes(values.AsSpan()), new byte[PlanTensorCodec.MaximumLength(tensor)]), 1, PlanTensorCodec.MaximumLength(tensor));
        }
    }

    [Fact]
    public void Encode_ImageOfFewValues_CompressedIsMuchSmaller()
    {
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, 3072).Select(i => (((i % 32) + random.Next(4)) / 255f - 0.485f) / 0.229f)];
        var tensor = new ManifestTensor("x", PlanElement.Float32, [1, 3, 32, 32], PlanCoding.Compressed);
        int length = PlanTensorCodec.Encode(tensor, MemoryMarshal.AsBytes(values.AsSpan()), new byte[PlanTensorCodec.MaximumLength(tensor)]);
        Assert.InRange(length, 1, 3072 * 4 / 2);
    }

    [Fact]
    public void Timing_HeaderOfTwoTiers_IsReadBackAndNoiseIsLeftOut()
    {
        StageTiming edge = new("edge", 0.021, 1.5, 0.04, 8.25), cloud = new("cloud", 0.01, 3, 0, 0);
        Assert.Equal([edge, cloud], StageTiming.Parse($"{edge}, {cloud}"));
        Assert.Equal([new StageTiming("a", 0, 2, 0, 0)], StageTiming.Parse("nonsense, a.compute;dur=2, a.encode;dur=NaN, a.next;dur=-1, b, ;dur=, x.y.z;dur=1"));
        Assert.Empty(StageTiming.Parse(""));
    }
}
