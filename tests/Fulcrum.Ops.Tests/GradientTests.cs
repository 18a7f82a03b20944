using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

public sealed class GradientTests(ITestOutputHelper output)
{
    // The written gradient is rounded to float: about 1e-6. Differences in double with step 2^-14 add the third derivative times step² / 6.
    private const double DoubleTolerance = 2e-5;

    // Differences in float with step 1/128: rounding gives about 1e-7 * 64, the third derivative about step² / 6.
    private const double FloatTolerance = 1e-3;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, GradientCase.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_OfEachCase_AgreesWithCentralDifferences(int position)
    {
        GradientCase gradientCase = GradientCase.All[position];
        var numeric = new NumericGradient(gradientCase, seed: 40 + position);
        double error = numeric.LargestError();
        output.WriteLine($"{gradientCase}: off by {error:e1}");
        Assert.True(error < (numeric.IsDouble ? DoubleTolerance : FloatTolerance), $"{gradientCase}: off by {error}");
    }

    [Fact]
    public void Gradient_WhereClaimed_HasANumericCheck()
    {
        HashSet<(string, string)> checkedOps = [.. GradientCase.All.Select(c => (c.Domain, c.OpType))];
        Assert.Equal([], OpCatalog.All.Where(d => d.HasGradient && !checkedOps.Contains((d.Domain, d.OpType))).Select(d => d.OpType));
    }

    [Fact]
    public void Gradient_WhereNotClaimed_Refuses() =>
        Assert.All(OpCatalog.All.Where(d => !d.HasGradient), d => Assert.Throws<NotSupportedException>(() => d.Gradient(null!)));

    [Fact]
    public void Gradient_OfOneInputOnly_GivesNoOther() => Assert.All(
        GradientCase.All.Where(c => c.Shapes.Length > 1),
        c => Assert.All(NumericGradient.OneByOne(c), pair => Assert.Empty(pair.Given.Except([pair.Wanted]))));

    [Fact]
    public void Gradient_OfFormsThatHaveNone_SaysWhich()
    {
        GradientCase[] refused =
        [
            new("dots", "Einsum", [[2, 3], [2, 3]], NodeAttribute.Of("equation", "...i,...i->...")),
            new("diagonal", "Einsum", [[3, 3]], NodeAttribute.Of("equation", "ii->i")),
            new("before reductions", "GatherElements", [[3]]) { Opset = 13, Fixed = [GradientCase.Integers(1, 0, 0)] },
            new("no axis", "ReduceL2", [[2, 3]], NodeAttribute.Of("noop_with_empty_axes", 1)) { Opset = 18 },
            new("moved batch", "FusedMatMul", [[2, 3, 5], [2, 5, 4]], NodeAttribute.Of("transBatchA", 1)) { Domain = "com.microsoft" },
        ];
        Assert.All(refused, c => Assert.Contains(c.OpType, Assert.Throws<NotSupportedException>(() => NumericGradient.OneByOne(c).ToArray()).Message, StringComparison.Ordinal));
    }
}
