namespace Fulcrum.Ops.Tests;

public sealed class GradientTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, GradientCase.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_OfEachCase_AgreesWithCentralDifferences(int position)
    {
        GradientCase gradientCase = GradientCase.All[position];
        double error = new NumericGradient(gradientCase, seed: 40 + position).LargestError();
        Assert.True(error < gradientCase.Tolerance, $"{gradientCase}: off by {error}");
    }

    [Fact]
    public void Gradient_WhereClaimed_HasANumericCheck()
    {
        HashSet<string> checkedOps = [.. GradientCase.All.Select(c => c.OpType)];
        Assert.Equal([], OpCatalog.All.Where(d => d.HasGradient && !checkedOps.Contains(d.OpType)).Select(d => d.OpType));
    }

    [Fact]
    public void Gradient_WhereNotClaimed_Refuses() =>
        Assert.All(OpCatalog.All.Where(d => !d.HasGradient), d => Assert.Throws<NotSupportedException>(() => d.Gradient(null!)));
}
