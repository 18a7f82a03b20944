using Fulcrum.Problems;
using Fulcrum.Protocol.Packed;
using Fulcrum.Protocol.Segments;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Tests.Packed;

public sealed class PackedUpgradeTests
{
    public static TheoryData<int, int> Cases => [.. from seed in Enumerable.Range(0, 12) from scale in new[] { 1, 6, 300 } select (seed, scale)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_BaseOfTheSameWeights_GivesTheWholeBitForBit(int seed, int scale)
    {
        PackedModel whole = Random(seed, scale), start = whole with { Tensors = [.. whole.Tensors.Select(CoarseWeights.Of)] };
        byte[] upgrade = PackedUpgradeWriter.Write(start, whole);
        Same(whole, PackedUpgradeReader.Apply(PackedModelReader.Read(PackedModelWriter.Write(start).File), upgrade));
        Assert.Equal(upgrade, PackedUpgradeWriter.Write(start, whole));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_AnyOtherCodesOfTheSameShapes_GivesThem(int seed, int scale)
    {
        PackedModel start = Random(seed, scale), whole = Random(seed, 7, 99);
        Same(whole, PackedUpgradeReader.Apply(start, PackedUpgradeWriter.Write(start, whole)));
    }

    [Fact]
    public void Apply_TwoUpgradesInTurn_GivesTheWhole_AndNotInTheOtherOrder()
    {
        PackedModel whole = Random(3, 40), middle = Coarser(whole), start = Coarser(middle);
        (byte[] first, byte[] second) = (PackedUpgradeWriter.Write(start, middle), PackedUpgradeWriter.Write(middle, whole));
        Same(whole, PackedUpgradeReader.Apply(PackedUpgradeReader.Apply(start, first), second));
        Assert.Equal("upgrade-base", Code(() => PackedUpgradeReader.Apply(start, second)));

        static PackedModel Coarser(PackedModel model) => model with { Tensors = [.. model.Tensors.Select(CoarseWeights.Of)] };
    }

    [Fact]
    public void Of_EverySymbol_IsTheNearestOfTheCoarseGrid()
    {
        var tensor = new PackedTensor("w", [1, 11], [5], [], [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5]);
        Assert.Equal([-2, -1, -1, -1, 0, 0, 0, 1, 1, 1, 2], CoarseWeights.Of(tensor).Symbols);
        Assert.Equal(5 + StepGrid.Code(3), CoarseWeights.Of(tensor).RowSteps[0]);
    }

    [Fact]
    public void Write_WeightsOfALaplaceLaw_BaseAndUpgradeTakeLittleMoreThanTheWhole()
    {
        var random = new Random(5);
        int[] symbols = [.. Enumerable.Range(0, 200_000).Select(_ => (int)Math.Round(-Math.Log(1 - random.NextDouble()) * 1.6) * (random.Next(2) * 2 - 1))];
        var whole = new PackedModel(new byte[100], [new PackedTensor("w", [400, 500], [-100], [], symbols)], []);
        PackedModel start = whole with { Tensors = [CoarseWeights.Of(whole.Tensors[0])] };
        int all = PackedModelWriter.Write(whole).File.Length, first = PackedModelWriter.Write(start).File.Length, rest = PackedUpgradeWriter.Write(start, whole).Length;
        Assert.InRange((first + rest) / (double)all, 0.99, 1.02);
        Assert.InRange(first / (double)all, 0.3, 0.75);
    }

    [Fact]
    public void Apply_EveryTruncationAndEveryChangedByte_IsRefused()
    {
        PackedModel whole = Random(1, 5), start = whole with { Tensors = [.. whole.Tensors.Select(CoarseWeights.Of)] };
        byte[] upgrade = PackedUpgradeWriter.Write(start, whole);
        for (int i = 0; i < upgrade.Length; i++)
        {
            Assert.StartsWith("upgrade-", Code(() => PackedUpgradeReader.Apply(start, upgrade.AsMemory(0, i))), StringComparison.Ordinal);
            byte[] changed = [.. upgrade];
            changed[i] ^= 0x41;
            Assert.StartsWith("upgrade-", Code(() => PackedUpgradeReader.Apply(start, changed)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Write_AnotherGraph_IsRefused() =>
        Assert.Equal("upgrade-foreign", Code(() => PackedUpgradeWriter.Write(Random(1, 5), Random(1, 5) with { Skeleton = new byte[3] })));

    private static void Same(PackedModel expected, PackedModel actual) => Assert.Equal(PackedModelWriter.Write(expected).File, PackedModelWriter.Write(actual).File);

    private static string Code(Action act) => Assert.Throws<InputException>(act).Problems[0].Code;

    /// <summary>Shapes follow from the first seed, codes from both.</summary>
    private static PackedModel Random(int shapes, int scale, int codes = 0)
    {
        (var shape, var code) = (new Random(shapes), new Random(shapes + codes + 1));
        List<PackedTensor> tensors = [];
        for (int t = 0; t < 4; t++)
        {
            long[] dims = [.. Enumerable.Range(0, 1 + shape.Next(4)).Select(_ => (long)shape.Next(1, 7))];
            int count = (int)dims.Aggregate(1L, (n, d) => n * d), length = dims.Length == 1 ? count : count / (int)dims[0];
            int[] Steps(int n) => [.. Enumerable.Range(0, n).Select(_ => code.Next(-500, 500))];
            tensors.Add(new PackedTensor($"w{t}", dims, Steps(code.Next(2) == 0 ? 1 : count / length), Steps(code.Next(2) == 0 ? 0 : length), [.. Enumerable.Range(0, count).Select(_ => code.Next(-scale, scale + 1))]));
        }

        return new PackedModel(new byte[] { 1, 2, 3 }, tensors, [new FloatTensor("f", [2], [code.NextSingle(), 1])]);
    }
}
