using Fulcrum.Problems;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Tests.Weights;

public sealed class WeightQuantizerTests
{
    [Theory]
    [InlineData(2, 0.30)] // the best symmetric ternary grid for a Gaussian errs by 0.19; 1-step min-max by far more
    [InlineData(3, 0.06)] // optimal uniform 7 levels: 0.044
    [InlineData(4, 0.016)] // optimal uniform 15 levels: 0.013
    [InlineData(8, 0.0002)]
    public void Quantize_Gaussian_ErrsLittleMoreThanTheBestUniformGrid(int bits, double largest)
    {
        float[] values = Samples.Gaussian(64 * 1000, 1);
        float[] rounded = WeightQuantizer.Quantize("w", [64, 1000], values, 0, bits).Dequantize();
        double error = values.Zip(rounded, (a, b) => (double)(a - b) * (a - b)).Average();
        Assert.InRange(error, 0, largest);
    }

    [Fact]
    public void Quantize_EveryChannel_HasItsOwnScale()
    {
        float[] values = [.. Samples.Gaussian(100, 1, 1), .. Samples.Gaussian(100, 2, 1000)];
        QuantizedWeights weights = WeightQuantizer.Quantize("w", [2, 100], values, 0, 8);
        Assert.True(weights.Scales[1] > 300 * weights.Scales[0]);
        Assert.All(values.Zip(weights.Dequantize()), pair => Assert.InRange(pair.Second - pair.First, -20, 20));
    }

    [Fact]
    public void Quantize_ChannelsOnTheSecondAxis_EqualsTheTransposedFirst()
    {
        float[] rows = Samples.Gaussian(12, 1);
        float[] transposed = [.. Enumerable.Range(0, 12).Select(i => rows[((i % 3) * 4) + (i / 3)])];
        QuantizedWeights a = WeightQuantizer.Quantize("w", [3, 4], rows, 0, 4), b = WeightQuantizer.Quantize("w", [4, 3], transposed, 1, 4);
        Assert.Equal(a.Scales, b.Scales);
        Assert.Equal(a.Dequantize(), Enumerable.Range(0, 12).Select(i => b.Dequantize()[((i % 4) * 3) + (i / 4)]));
    }

    [Fact]
    public void Quantize_AllZeroSubnormalAndScalar_GivesFiniteValues()
    {
        Assert.Equal(new float[6], WeightQuantizer.Quantize("w", [2, 3], new float[6], 0, 4).Dequantize());
        Assert.All(WeightQuantizer.Quantize("w", [1, 2], [float.Epsilon, 0], 0, 4).Dequantize(), v => Assert.True(float.IsFinite(v)));
        Assert.Equal(3.5f, WeightQuantizer.Quantize("w", [], [3.5f], 0, 8).Dequantize()[0], 5);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Quantize_ValueThatIsNoNumber_NamesTheTensor(float bad)
    {
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => WeightQuantizer.Quantize("fc1.weight", [2], [1, bad], 0, 4)).Problems);
        Assert.Equal(("weights-not-finite", "fc1.weight"), (problem.Code, problem.Place));
    }

    [Fact]
    public void Quantize_SameInput_GivesTheSameSymbols()
    {
        float[] values = Samples.Gaussian(5000, 9);
        Assert.Equal(WeightQuantizer.Quantize("w", [50, 100], values, 0, 3).Symbols, WeightQuantizer.Quantize("w", [50, 100], values, 0, 3).Symbols);
    }
}
