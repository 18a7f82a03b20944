using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Fulcrum.Problems;
using Fulcrum.Protocol.Segments;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Tests.Segments;

public sealed class SegmentFileTests
{
    private static readonly byte[] File = SegmentWriter.Write(Samples.Segment());

    [Fact]
    public void Read_WhatWriteWrote_IsTheSameContent()
    {
        Segment expected = Samples.Segment(), read = SegmentReader.Read(File);
        Assert.Equal((expected.ModelName, expected.ModelHash, expected.Cut, expected.Level, expected.CutTensor), (read.ModelName, read.ModelHash, read.Cut, read.Level, read.CutTensor));
        Assert.Equal(expected.Skeleton.ToArray(), read.Skeleton.ToArray());
        Assert.Equal(expected.Weights.Select(w => (w.Name, w.Bits, w.ChannelAxis)), read.Weights.Select(w => (w.Name, w.Bits, w.ChannelAxis)));
        Assert.All(expected.Weights.Zip(read.Weights), pair => Assert.Equal(pair.First.Dequantize(), pair.Second.Dequantize()));
        Assert.All(expected.Floats.Zip(read.Floats), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    [Theory]
    [InlineData(WeightCoding.Packed)]
    [InlineData(WeightCoding.Entropy)]
    public void Write_EitherCoding_ReadsBack(WeightCoding coding)
    {
        Segment read = SegmentReader.Read(SegmentWriter.Write(Samples.Segment(), coding));
        Assert.Equal(Samples.Segment().Weights[0].Symbols, read.Weights[0].Symbols);
    }

    /// <summary>
    /// If this fails the bytes on the wire have changed: devices with cached segments and older programs are affected. Raise
    /// SegmentWriter.Version, say so in docs/segment-format.md and CHANGELOG.md, and only then replace the fixture.
    /// </summary>
    [Fact]
    public void Write_GoldenSegment_HasNotChangedByAByte()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Fixtures", "small.fseg");
        Assert.Equal(System.IO.File.ReadAllBytes(path), File);
    }

    [Fact]
    public void Read_CutOffAtEveryByte_IsRefused()
    {
        for (int length = 0; length < File.Length; length++)
        {
            string code = CodeOf(File.AsMemory(0, length));
            Assert.Contains(code, new[] { "segment-foreign", "segment-truncated" });
        }
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
    public void Read_SeededMutations_NeverFailOtherwiseThanTyped()
    {
        var random = new Random(1);
        for (int round = 0; round < 2000; round++)
        {
            byte[] mutated = random.Next(2) == 0 ? [.. File] : [.. File, .. new byte[random.Next(1, 50)]];
            for (int i = random.Next(1, 8); i > 0; i--)
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            CodeOf(mutated);
        }
    }

    [Fact]
    public void Read_TrailingBytes_AreRefused() => Assert.Equal("segment-trailing", CodeOf((byte[])[.. File, 0]));

    [Fact]
    public void Read_OtherFile_IsForeign() => Assert.Equal("segment-foreign", CodeOf("PK\u0003\u0004 this is a zip"u8.ToArray()));

    [Fact]
    public void Read_NewerVersion_SaysSo()
    {
        byte[] newer = [.. File];
        newer[4] = 3;
        Assert.Equal("segment-version", CodeOf(newer));
    }

    [Theory]
    [InlineData("\"bits\":3", "\"bits\":9", "segment-header")]
    [InlineData("\"shape\":[4,6]", "\"shape\":[4,1073741824,6]", "segment-limit")]
    [InlineData("\"shape\":[4,6]", "\"shape\":[-4,6]", "segment-limit")]
    [InlineData("\"shape\":[4,6]", "\"shape\":[4,1000000]", "segment-limit")]
    [InlineData("\"channel_axis\":0", "\"channel_axis\":7", "segment-header")]
    [InlineData("\"raw_bytes\":7", "\"raw_bytes\":999999999", "segment-limit")]
    [InlineData("\"raw_bytes\":7", "\"raw_bytes\":8", "segment-skeleton")]
    [InlineData("\"name\":\"w2\"", "\"name\":\"w1\"", "segment-header")]
    [InlineData("\"name\":\"w2\"", "\"name\":\"\"", "segment-limit")]
    [InlineData("\"tensors\":[", "\"tensors\":[null,", "segment-header")]
    [InlineData("\"level\":0.25", "\"level\":-1", "segment-header")]
    [InlineData("\"scale\":0.5", "\"scale\":-0.5", "segment-header")]
    [InlineData("\"cut\":2", "\"cut\":2,\"extra\":1", "segment-header")]
    [InlineData("\"cut\":2", "\"cut\":\"two\"", "segment-header")]
    public void Read_HeaderThatLiesButHashesRight_IsRefusedByName(string truth, string lie, string code) =>
        Assert.Equal(code, CodeOf(WithHeader(h => h.Replace(truth, lie, StringComparison.Ordinal))));

    [Fact]
    public void Read_HeaderLengthBeyondTheLimit_IsRefusedBeforeAllocating()
    {
        byte[] huge = [.. File];
        BinaryPrimitives.WriteUInt32LittleEndian(huge.AsSpan(8), uint.MaxValue);
        Assert.Equal("segment-limit", CodeOf(huge));
    }

    [Fact]
    public void Read_ScaleThatIsNoNumber_IsRefused()
    {
        QuantizedWeights weights = Samples.Quantized("w1", 4, 6, 3, 1);
        weights.Scales[2] = float.NaN;
        Assert.Equal("segment-scale", CodeOf(SegmentWriter.Write(Samples.Segment() with { Weights = [weights] })));
    }

    private static string CodeOf(ReadOnlyMemory<byte> file)
    {
        try
        {
            SegmentReader.Read(file);
            return "";
        }
        catch (InputException refused)
        {
            return refused.Problems[0].Code;
        }
    }

    private static byte[] WithHeader(Func<string, string> change)
    {
        int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(File.AsSpan(8));
        string header = Encoding.UTF8.GetString(File, 44, length), changed = change(header);
        Assert.NotEqual(header, changed);
        byte[] json = Encoding.UTF8.GetBytes(changed);
        byte[] preamble = File[..12];
        BinaryPrimitives.WriteUInt32LittleEndian(preamble.AsSpan(8), (uint)json.Length);
        return [.. preamble, .. SHA256.HashData(json), .. json, .. File[(44 + length)..]];
    }
}
