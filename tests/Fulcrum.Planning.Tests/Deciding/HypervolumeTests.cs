using Fulcrum.Planning.Deciding;

namespace Fulcrum.Planning.Tests.Deciding;

public sealed class HypervolumeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_RandomPoints_EqualsInclusionAndExclusionOfBoxes(int objectives)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            double[] reference = [.. Enumerable.Range(0, objectives).Select(_ => 1.0)];
            double[][] points = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => reference.Select(_ => Math.Round(random.NextDouble() * 1.2, 1)).ToArray())];
            Assert.Equal(ByInclusion(points, reference), Hypervolume.Of(points, reference), 1e-12);
        }
    }

    [Fact]
    public void Of_WrongNumberOfObjectives_IsRefused() => Assert.Throws<ArgumentException>(() => Hypervolume.Of([[1, 2]], [3, 3, 3]));

    /// <summary>The union of boxes from each point to the reference: every set of points adds or takes the box that all of its boxes share.</summary>
    private static double ByInclusion(double[][] points, double[] reference)
    {
        double sum = 0;
        for (int set = 1; set < 1 << points.Length; set++)
        {
            double[][] chosen = [.. points.Where((_, i) => (set >> i & 1) != 0)];
            double shared = reference.Select((r, d) => Math.Max(0, r - chosen.Max(p => p[d]))).Aggregate(1.0, (a, b) => a * b);
            sum += chosen.Length % 2 == 1 ? shared : -shared;
        }

        return sum;
    }
}
