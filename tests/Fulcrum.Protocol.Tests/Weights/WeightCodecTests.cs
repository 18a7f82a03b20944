using Fulcrum.Problems;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Tests.Weights;

public sealed class WeightCodecTests
{
    public static TheoryData<int> AllBits => [2, 3, 4, 5, 6, 7, 8];

    [Theory]
    [MemberData(nameof(AllBits))]
    public void Decode_WhatEncodeWrote_IsTheSameForBothCodings(int bits)
    {
        foreach ((long rows, long columns) in new[] { (1L, 1L), (1L, 17L), (33L, 1L), (7L, 13L), (64L, 100L) })
        {
            QuantizedWeights weights = Samples.Quantized("w", rows, columns, bits, seed: bits * 100);
            foreach (WeightCoding coding in Enum.GetValues<WeightCoding>())
                Assert.Equal(weights.Symbols, WeightCodec.Decode(WeightCodec.Encode(weights, coding), coding, weights.Shape, bits, "w"));
        }
    }

    [Theory]
    [MemberData(nameof(AllBits))]
    public void Encode_WidestSymbolsOfAWidth_SurviveBothCodings(int bits)
    {
        int maximum = QuantizedWeights.MaximumSymbol(bits);
        sbyte[] symbols = [.. Enumerable.Range(0, 999).Select(i => (sbyte)(i % 3 == 0 ? maximum : i % 3 == 1 ? -maximum : 0))];
        var weights = new QuantizedWeights("w", [999], 0, bits, new float[999], symbols);
        foreach (WeightCoding coding in Enum.GetValues<WeightCoding>())
            Assert.Equal(symbols, WeightCodec.Decode(WeightCodec.Encode(weights, coding), coding, [999], bits, "w"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Encode_LargeGaussianAndLaplaceTensors_StaysWithinOnePercentOfTheEntropy(int bits)
    {
        foreach (float[] values in new[] { Samples.Gaussian(401_408, 3), Samples.Laplace(401_408, 4) })
        {
            QuantizedWeights weights = WeightQuantizer.Quantize("fc1", [512, 784], values, 0, bits);
            Assert.InRange(WeightCodec.Encode(weights, WeightCoding.Entropy).Length / weights.EntropyBytes(), 0.98, 1.01);
        }
    }

    [Theory]
    [MemberData(nameof(AllBits))]
    public void EncodeShortest_TheSixLayersTogether_StayWithinThreePercentOfTheEntropy(int bits)
    {
        (long Rows, long Columns)[] layers = [(512, 784), (256, 512), (128, 256), (64, 128), (32, 64), (10, 32)];
        QuantizedWeights[] weights = [.. layers.Select((l, i) => Samples.Quantized($"fc{i}", l.Rows, l.Columns, bits, i))];
        long coded = weights.Sum(w => (long)WeightCodec.EncodeShortest(w).Bytes.Length);
        Assert.InRange(coded / weights.Sum(w => w.EntropyBytes()), 0.97, 1.03);
    }

    [Fact]
    public void Encode_DeadColumns_CostNextToNothing()
    {
        float[] values = Samples.Gaussian(512 * 784, 5);
        for (int i = 0; i < values.Length; i++)
            values[i] *= i % 784 < 392 ? 0 : 1;
        QuantizedWeights weights = WeightQuantizer.Quantize("fc1", [512, 784], values, 0, 4);
        Assert.True(WeightCodec.Encode(weights, WeightCoding.Entropy).Length < 0.85 * weights.EntropyBytes());
    }

    [Fact]
    public void EncodeShortest_TinyIncompressibleTensor_TakesThePackedForm()
    {
        var random = new Random(6);
        var weights = new QuantizedWeights("w", [30], 0, 8, [1], [.. Enumerable.Range(0, 30).Select(_ => (sbyte)random.Next(-127, 128))]);
        Assert.Equal(WeightCoding.Packed, WeightCodec.EncodeShortest(weights).Coding);
    }

    [Fact]
    public void Decode_PackedBytesOfAnotherLength_IsRefused()
    {
        var refused = Assert.Throws<InputException>(() => WeightCodec.Decode(new byte[3], WeightCoding.Packed, [10], 4, "w"));
        Assert.Equal("weights-length", Assert.Single(refused.Problems).Code);
    }

    [Fact]
    public void Decode_SymbolThatTheWidthDoesNotHave_IsRefused()
    {
        var refused = Assert.Throws<InputException>(() => WeightCodec.Decode([0b10], WeightCoding.Packed, [1], 2, "w")); // -2 at 2 bits
        Assert.Equal("weights-symbol", Assert.Single(refused.Problems).Code);
    }

    [Fact]
    public void Decode_RandomBytesAsEntropy_NeverFailsOtherwiseThanTyped()
    {
        var random = new Random(7);
        for (int round = 0; round < 500; round++)
        {
            byte[] bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            try
            {
                Assert.Equal(300, WeightCodec.Decode(bytes, WeightCoding.Entropy, [300], random.Next(2, 9), "w").Length);
            }
            catch (InputException refused)
            {
                Assert.Equal("weights-symbol", refused.Problems[0].Code);
            }
        }
    }
}
