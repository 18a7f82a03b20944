using Fulcrum.Problems;
using Fulcrum.Protocol.Tensors;

namespace Fulcrum.Protocol.Tests.Tensors;

public sealed class TensorCodecTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    public void Decode_WhatEncodeWrote_IsWithinHalfAStepAndEqualsRoundTrip(int bits)
    {
        float[] values = Samples.Gaussian(7 * 13, bits);
        TensorQuantization grid = TensorQuantization.FromRange(values.Min(), values.Max(), bits);
        byte[] coded = new byte[TensorCodec.EncodedLength(grid, 7, 13)];
        TensorCodec.Encode(values, 13, grid, coded);
        float[] decoded = new float[values.Length], rounded = [.. values];
        TensorCodec.Decode(coded, 13, grid, decoded);
        TensorCodec.RoundTrip(rounded, grid);
        Assert.Equal(rounded, decoded);
        Assert.All(values.Zip(decoded), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, grid.Scale * 0.75f));
        Assert.Equal(7 * (((13 * bits) + 7) / 8), coded.Length);
    }

    [Fact]
    public void Encode_ByteImagesAtEightBits_IsExact()
    {
        float[] pixels = [.. Enumerable.Range(0, 256).Select(i => i / 255f)];
        TensorQuantization grid = TensorQuantization.FromRange(0, 1, 8);
        byte[] coded = new byte[256];
        TensorCodec.Encode(pixels, 256, grid, coded);
        Assert.Equal(Enumerable.Range(0, 256).Select(i => (byte)i), coded);
    }

    [Fact]
    public void Encode_Float_IsBitExact()
    {
        float[] values = [float.MinValue, -0f, float.Epsilon, 1 / 3f];
        byte[] coded = new byte[16];
        TensorCodec.Encode(values, 2, TensorQuantization.Float, coded);
        float[] decoded = new float[4];
        TensorCodec.Decode(coded, 2, TensorQuantization.Float, decoded);
        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), decoded.Select(BitConverter.SingleToInt32Bits));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-3, -1)]
    [InlineData(2, 5)]
    public void FromRange_RangeWithoutZero_StillRepresentsZeroExactly(float minimum, float maximum)
    {
        float[] zero = [0];
        TensorCodec.RoundTrip(zero, TensorQuantization.FromRange(minimum, maximum, 4));
        Assert.Equal(0, zero[0]);
    }

    [Fact]
    public void Encode_Nan_IsRefused()
    {
        var refused = Assert.Throws<InputException>(() => TensorCodec.Encode([float.NaN], 1, new TensorQuantization(4, 1, 0), new byte[1]));
        Assert.Equal("tensor-not-finite", Assert.Single(refused.Problems).Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void Decode_WrongLength_IsRefused(int length)
    {
        var refused = Assert.Throws<InputException>(() => TensorCodec.Decode(new byte[length], 4, new TensorQuantization(8, 1, 0), new float[4]));
        Assert.Equal("tensor-length", Assert.Single(refused.Problems).Code);
    }
}
