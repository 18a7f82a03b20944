using Fulcrum.Planning.Allocation;

namespace Fulcrum.Planning.Tests.Allocation;

public sealed class ClosedFormTests
{
    private static ClosedFormTensor[] Instance(int seed, int count = 6)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new ClosedFormTensor(Math.Exp((random.NextDouble() * 8) - 2), Math.Exp(random.NextDouble() * 10)))];
    }

    private static double Noise(ClosedFormTensor[] tensors, double[] bits) => tensors.Select((t, i) => t.Noise * Math.Pow(4, -bits[i])).Sum();

    private static double Size(ClosedFormTensor[] tensors, double[] bits) => tensors.Select((t, i) => t.PricedSize * bits[i]).Sum();

    [Fact]
    public void Bits_ManySeededInstances_SpendTheBudgetExactlyAndInProportionToSize()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            ClosedFormTensor[] tensors = Instance(seed);
            double[] bits = ClosedForm.Bits(tensors, 0.5);
            Assert.Equal(0.5, Noise(tensors, bits), 9);
            double[] ratios = [.. tensors.Select((t, i) => t.Noise * Math.Pow(4, -bits[i]) / t.PricedSize)]; // QPART (27)
            Assert.All(ratios, r => Assert.Equal(1, r / ratios[0], 9));
        }
    }

    [Fact]
    public void Bits_RandomFeasiblePerturbations_NeverSendLess()
    {
        var random = new Random(1);
        for (int round = 0; round < 20_000; round++)
        {
            ClosedFormTensor[] tensors = Instance(round % 50);
            double[] best = ClosedForm.Bits(tensors, 0.5);
            double[] other = [.. best.Select(b => b + ((random.NextDouble() - 0.5) * 2))];
            double excess = Math.Log(Noise(tensors, other) / 0.5) / Math.Log(4); // the same shift on all widths restores the budget
            Assert.True(Size(tensors, [.. other.Select(b => b + excess)]) >= Size(tensors, best) - 1e-6);
        }
    }

    [Fact]
    public void Previous_FromTheLastLayerBackwards_GivesTheSameWidths()
    {
        ClosedFormTensor[] tensors = Instance(3);
        double[] bits = ClosedForm.Bits(tensors, 0.1);
        for (int i = tensors.Length - 1; i > 0; i--)
            Assert.Equal(bits[i - 1], ClosedForm.Previous(tensors[i - 1], tensors[i], bits[i]), 9);
    }

    [Fact]
    public void Bits_WithLimits_SpendTheBudgetAndEqualTheFreeOptimumWhereNoneBinds()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            ClosedFormTensor[] tensors = Instance(seed);
            double[] limited = ClosedForm.Bits(tensors, 0.5, 2, 8), free = ClosedForm.Bits(tensors, 0.5, -100, 100);
            Assert.All(limited, b => Assert.InRange(b, 2, 8));
            Assert.All(free.Zip(ClosedForm.Bits(tensors, 0.5)), pair => Assert.Equal(pair.Second, pair.First, 6));
            Assert.True(Noise(tensors, limited) <= 0.5 + 1e-9 || limited.All(b => b == 8));
        }
    }
}
