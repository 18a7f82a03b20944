using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

public sealed class CouplingTests
{
    /// <summary>Forms that the gradient cases lack.</summary>
    private static readonly GradientCase[] More =
    [
        new("by lengths", "Split", [[2, 7]], NodeAttribute.Of("axis", 1)) { Fixed = [GradientCase.Integers(1, 3, 4)], Outputs = 2 },
        new("even", "Split", [[2, 8]], NodeAttribute.Of("axis", 1)) { Outputs = 2 },
        new("even, opset 11", "Split", [[2, 8]], NodeAttribute.Of("axis", 1)) { Outputs = 2, Opset = 11 },
        new("channels before and after", "Pad", [[1, 5, 2, 2]]) { Fixed = [GradientCase.Integers(1, 0, 2, 0, 0, 0, 3, 0, 1)] },
        new("channels of a part", "Slice", [[1, 8, 4]]) { Fixed = [GradientCase.Integers(1, 2, 1), GradientCase.Integers(2, 6, 3), GradientCase.Integers(3, 1, 2)] },
        new("from the end", "Slice", [[1, 8, 4]]) { Fixed = [GradientCase.Integers(1, -5), GradientCase.Integers(2, -1), GradientCase.Integers(3, 1)] },
        new("heads", "Reshape", [[2, 5, 12]]) { Fixed = [GradientCase.Integers(1, 0, -1, 3, 4)] },
        new("joined heads", "Reshape", [[2, 5, 3, 4]]) { Fixed = [GradientCase.Integers(1, 0, 0, 12)] },
        new("flat features", "Reshape", [[2, 4, 3, 3]]) { Fixed = [GradientCase.Integers(1, 2, 36)] },
        new("other rows", "Reshape", [[6, 4]]) { Fixed = [GradientCase.Integers(1, 8, 3)] },
        new("channels by sizes", "Resize", [[1, 4, 3, 3]]) { Fixed = [(1, null), (2, null), GradientCase.Integers(3, 1, 4, 6, 6)] },
        new("channels of squares", "DepthToSpace", [[1, 12, 2, 2]], NodeAttribute.Of("blocksize", 2)),
        new("channels of squares, in order", "DepthToSpace", [[1, 12, 2, 2]], NodeAttribute.Of("blocksize", 2), NodeAttribute.Of("mode", "CRD")),
        new("channels", "SpaceToDepth", [[1, 3, 4, 4]], NodeAttribute.Of("blocksize", 2)),
        new("channels", "Expand", [[1, 4, 1]]) { Fixed = [GradientCase.Integers(1, 2, 4, 3)] },
        new("rows of a table", "Gather", [[5, 6]]) { Fixed = [GradientCase.Integers(1, 1, 3, 3)] },
    ];

    private static readonly GradientCase[] All = [.. GradientCase.All.Concat(More)];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, All.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Couple_WithoutAGroupOfZeros_TheNodeGivesTheRest(int position)
    {
        var coupling = new CouplingCase(All[position], seed: 7 + position);
        if (coupling.Groups > 0)
            Assert.InRange(coupling.LargestError(), 0, 2e-5);
    }

    [Theory]
    [InlineData("Conv", "plain", 3 + 4)]
    [InlineData("Conv", "groups", 2)]
    [InlineData("Conv", "depthwise, several filters", 3)]
    [InlineData("ConvTranspose", "groups", 2)]
    [InlineData("Gemm", "both transposed, scaled", 3 + 5 + 4)]
    [InlineData("MatMul", "broadcast stacks", 2 + 6 + 3 + 5 + 4)]
    [InlineData("Softmax", "last axis", 3)]
    [InlineData("Split", "by lengths", 2 + 7)]
    [InlineData("Pad", "channels before and after", 5 + 5)]
    [InlineData("Slice", "channels of a part", 8 + 4)]
    [InlineData("Reshape", "flat features", 2 + 4)]
    [InlineData("Reshape", "other rows", 2)]
    public void Couple_OpsThatPruningNeeds_LetGroupsGo(string op, string name, int atLeast)
    {
        GradientCase gradientCase = All.First(c => c.OpType == op && c.Name == name);
        Assert.InRange(new CouplingCase(gradientCase, seed: 1).Groups, atLeast, int.MaxValue);
    }

    [Fact]
    public void Couple_OpWithoutADefinition_KeepsAll()
    {
        Model model = Graphs.Text.GraphText.Parse("""
            <ir_version: 8, opset_import: ["" : 17, "other" : 1]>
            g (float[1,2] x) => (float[1,2] y) <float[2,4] w = {1,2,3,4,5,6,7,8}, float[4,2] v = {1,2,3,4,5,6,7,8}>
            { h = MatMul(x, w) k = other.Odd(h) y = MatMul(k, v) }
            """);
        Assert.Empty(ModelCoupling.Of(model).Groups);
    }
}
