using Fulcrum.Problems;
using Fulcrum.Protocol.CutTensors;

namespace Fulcrum.Protocol.Tests.CutTensors;

public sealed class CutTensorCodecTests
{
    [Fact]
    public void Decode_WhatEncodeWroteOfAnySample_IsRoundTripToTheBit()
    {
        int streams = 0;
        for (int seed = 0; seed < 1500; seed++)
        {
            (float[] sample, CutTensorGrid grid) = CutSamples.Any(seed);
            byte[] coded = CutTensorCodec.Encode(sample, grid);
            CutSamples.Same(CutSamples.Rounded(sample, grid), CutSamples.Decoded(coded, grid, sample.Length));
            Assert.True(coded.Length <= 1 + (((sample.Length * grid.Bits) + 7) / 8));
            streams += coded[0];
        }

        Assert.InRange(streams, 300, 1400);
    }

    [Fact]
    public void RoundTrip_AnySample_IsTheNearestValueOfTheGridAndKeepsZero()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            (float[] sample, CutTensorGrid grid) = CutSamples.Any(seed);
            float[] rounded = CutSamples.Rounded(sample, grid);
            for (int i = 0; i < sample.Length; i++)
            {
                int c = i / grid.Inner % grid.Channels;
                float scale = grid.Scales[c], low = -scale * grid.ZeroPoints[c], high = scale * (grid.MaximumCode - grid.ZeroPoints[c]);
                Assert.InRange(Math.Abs(rounded[i] - Math.Clamp(sample[i], low, high)), 0, scale * 0.5001f);
                Assert.True(sample[i] != 0 || BitConverter.SingleToInt32Bits(rounded[i]) == 0);
            }
        }
    }

    [Theory]
    [InlineData(2, 0.75)]
    [InlineData(4, 0.75)]
    [InlineData(8, 0.95)]
    public void Encode_SmoothPlanesBehindARelu_TakesFewerBytesThanTheEntropyOfTheCodes(int bits, double share)
    {
        float[] sample = CutSamples.Smooth(16, 24, 32, 1);
        CutTensorGrid grid = CutSamples.Whole(sample, bits, 24 * 32);
        float[] rounded = CutSamples.Rounded(sample, grid);
        double entropy = rounded.CountBy(v => v).Sum(g => -g.Value * Math.Log2(g.Value / (double)rounded.Length)) / 8;
        Assert.InRange(CutTensorCodec.Encode(sample, grid).Length / entropy, 0.1, share);
    }

    [Fact]
    public void Encode_SamePlanesAsTokensAndAsImages_TakesAboutTheSame()
    {
        float[] planes = CutSamples.Smooth(12, 1, 300, 2, relu: false), tokens = new float[planes.Length];
        for (int c = 0; c < 12; c++)
        {
            for (int t = 0; t < 300; t++)
                tokens[(t * 12) + c] = planes[(c * 300) + t];
        }

        CutTensorGrid asImages = CutTensorGrid.FromRanges(5, 300, [.. planes.Chunk(300).Select(p => p.Min())], [.. planes.Chunk(300).Select(p => p.Max())]), asTokens = asImages with { Inner = 1 };
        byte[] coded = CutTensorCodec.Encode(tokens, asTokens);
        Assert.Equal(CutTensorCodec.Encode(planes, asImages), coded);
        CutSamples.Same(CutSamples.Rounded(tokens, asTokens), CutSamples.Decoded(coded, asTokens, tokens.Length));
    }

    [Fact]
    public void Encode_NoiseThatFillsTheGrid_IsPackedAndOneByteLonger()
    {
        var random = new Random(3);
        float[] sample = [.. Enumerable.Range(0, 999).Select(_ => (float)random.Next(8))];
        byte[] coded = CutTensorCodec.Encode(sample, new CutTensorGrid(3, 1, 1, [1], [0]));
        Assert.Equal((0, 1 + 375), (coded[0], coded.Length));
    }

    [Fact]
    public void Encode_OnlyZeros_TakesNextToNothing()
    {
        float[] sample = new float[16 * 1024];
        Assert.InRange(CutTensorCodec.Encode(sample, CutTensorGrid.FromRanges(4, 1024, new float[16], new float[16])).Length, 1, 40);
    }

    [Fact]
    public void Encode_Floats_AreExact()
    {
        float[] sample = [float.MinValue, -0f, float.Epsilon, 1 / 3f, float.PositiveInfinity];
        CutSamples.Same(sample, CutSamples.Decoded(CutTensorCodec.Encode(sample, CutTensorGrid.Float), CutTensorGrid.Float, sample.Length));
        CutSamples.Same(sample, CutSamples.Rounded(sample, CutTensorGrid.Float));
    }

    [Fact]
    public void Encode_InfiniteValues_ReachTheEndsOfTheGrid() =>
        Assert.Equal([-1f, 2f, 0f], CutSamples.Rounded([float.NegativeInfinity, float.PositiveInfinity, 0], new CutTensorGrid(2, 1, 1, [1], [1])));

    [Fact]
    public void Encode_Nan_IsRefusedWithItsPlace()
    {
        CutTensorGrid grid = new(4, 2, 1, [1, 1], [0, 0]);
        foreach (Action encode in new Action[] { () => CutTensorCodec.Encode([1, 2, 3, float.NaN], grid), () => CutTensorCodec.RoundTrip(new[] { 1, 2, 3, float.NaN }, grid), () => CutTensorCodec.EncodePlanes([1, 2, 3, float.NaN], grid) })
        {
            Problem problem = Assert.Single(Assert.Throws<InputException>(encode).Problems);
            Assert.Equal(("tensor-not-finite", "value 3"), (problem.Code, problem.Place));
        }
    }

    [Fact]
    public void Encode_Twice_GivesEqualBytes()
    {
        (float[] sample, CutTensorGrid grid) = CutSamples.Any(5);
        Assert.Equal(CutTensorCodec.Encode(sample, grid), CutTensorCodec.Encode(sample, grid));
    }
}
