using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Tests.Weights;

public sealed class SymbolCoderTests
{
    public static TheoryData<string, int[], int> Hard => new()
    {
        { "none", [], 1 },
        { "one", [7], 1 },
        { "zeros", new int[5000], 100 },
        { "constant", [.. Enumerable.Repeat(-3, 4099)], 64 },
        { "one far out among zeros", [.. Enumerable.Range(0, 3000).Select(i => i == 1234 ? 1 << 30 : 0)], 50 },
        { "largest", [1 << 30, -(1 << 30), (1 << 30) - 1, 0, 1], 2 },
        { "all large", [.. Enumerable.Range(0, 999).Select(i => (i * 7919 % 2_000_003) - 1_000_000)], 37 },
        { "alternating", [.. Enumerable.Range(0, 2000).Select(i => i % 2 == 0 ? 15 : -16)], 40 },
        { "channels of other sizes", [.. Enumerable.Range(0, 8000).Select(i => i * 31 % 17 % (1 << (i / 1000)))], 1000 },
        { "rows that do not fill", [.. Enumerable.Range(0, 1001).Select(i => (i % 5) - 2)], 100 },
        { "row longer than all", [1, 2, 3], 1000 },
    };

    [Theory]
    [MemberData(nameof(Hard))]
    public void Decode_WhatEncodeWrote_IsTheSame(string name, int[] symbols, int rowLength)
    {
        var encoder = new SymbolEncoder();
        encoder.Encode(symbols, rowLength);
        encoder.Encode([1, -1, 0], 3);
        int[] decoded = new int[symbols.Length], after = new int[3];
        var decoder = new SymbolDecoder(encoder.Finish());
        decoder.Decode(decoded, rowLength);
        decoder.Decode(after, 3);
        Assert.True(symbols.AsSpan().SequenceEqual(decoded), name);
        Assert.Equal([1, -1, 0], after);
    }

    [Fact]
    public void Decode_ManySeededTensorsInOneStream_AreTheSame()
    {
        var random = new Random(11);
        int[][] tensors = [.. Enumerable.Range(0, 300).Select(_ => Made(random, random.Next(1, 400), Math.Pow(2, random.Next(-4, 20))))];
        int[] rows = [.. tensors.Select(t => random.Next(1, t.Length + 5))];
        var encoder = new SymbolEncoder();
        for (int i = 0; i < tensors.Length; i++)
            encoder.Encode(tensors[i], rows[i]);
        var decoder = new SymbolDecoder(encoder.Finish());
        for (int i = 0; i < tensors.Length; i++)
        {
            int[] decoded = new int[tensors[i].Length];
            decoder.Decode(decoded, rows[i]);
            Assert.Equal(tensors[i], decoded);
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.2)]
    [InlineData(5)]
    [InlineData(60)]
    public void Encode_EvenlySpreadWeights_TakesAtMostHalfAPercentMoreThanTheEntropy(double scale)
    {
        int[] symbols = Made(new Random(5), 400_000, scale);
        Assert.InRange(Coded(symbols, 800) / EntropyBytes(symbols), 0.99, 1.005);
    }

    [Fact]
    public void Encode_RowsAndColumnsOfDifferentSize_TakesLessThanTheEntropy()
    {
        var random = new Random(6);
        double[] rows = [.. Enumerable.Range(0, 200).Select(_ => Math.Pow(2, random.Next(-2, 3)))], columns = [.. Enumerable.Range(0, 500).Select(_ => Math.Pow(2, random.Next(-2, 3)))];
        int[] symbols = [.. Enumerable.Range(0, 100_000).Select(i => Laplace(random, rows[i / 500] * columns[i % 500]))];
        Assert.True(Coded(symbols, 500) < 0.95 * EntropyBytes(symbols));
    }

    [Fact]
    public void Decode_ForeignBytes_GivesSymbolsAndNoError()
    {
        var random = new Random(8);
        for (int round = 0; round < 500; round++)
        {
            byte[] bytes = new byte[random.Next(0, 100)];
            random.NextBytes(bytes);
            int[] symbols = new int[random.Next(1, 300)];
            new SymbolDecoder(bytes).Decode(symbols, random.Next(1, 50));
        }
    }

    [Fact]
    public void Steps_OfWholeOctaves_ArePowersOfTwoAndAllOthersBetween()
    {
        Assert.Equal([0.25, 1, 2, 1024], new[] { -64, 0, 32, 320 }.Select(StepGrid.Step));
        Assert.All(Enumerable.Range(-200, 400), k => Assert.Equal(Math.Pow(2, k / 32.0), StepGrid.Step(k), 1e-12 * Math.Pow(2, k / 32.0)));
        Assert.All(Enumerable.Range(-200, 400), k => Assert.Equal(k, StepGrid.Code(StepGrid.Step(k))));
    }

    /// <summary>If this fails bytes on the wire and in files have changed: raise the versions of both formats, and say so in docs/packed-models.md and CHANGELOG.md.</summary>
    [Fact]
    public void Encode_GoldenSymbols_HaveNotChangedByAByte()
    {
        var encoder = new SymbolEncoder();
        encoder.Encode([.. Enumerable.Range(0, 60).Select(i => (i * i % 11) - 5)], 12);
        encoder.Encode([1000, -3, 0, 40], 2);
        Assert.Equal("07df6fb82252df42a3245ae17a45dda281ef2401fdcef41bb4d94f99c7b6268c3886df", Convert.ToHexStringLower(encoder.Finish()));
    }

    private static int Coded(int[] symbols, int rowLength)
    {
        var encoder = new SymbolEncoder();
        encoder.Encode(symbols, rowLength);
        return encoder.Finish().Length;
    }

    private static int[] Made(Random random, int count, double scale) => [.. Enumerable.Range(0, count).Select(_ => Laplace(random, scale))];

    private static int Laplace(Random random, double scale)
    {
        double u = random.NextDouble() - 0.5;
        return (int)Math.Round(-Math.Sign(u) * Math.Log(1 - (2 * Math.Abs(u))) * scale);
    }

    private static double EntropyBytes(int[] symbols) => symbols.CountBy(s => s).Sum(c => -c.Value * Math.Log2((double)c.Value / symbols.Length)) / 8;
}
