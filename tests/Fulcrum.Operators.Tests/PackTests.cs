using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Pack;
using Fulcrum.Operators.Sptq;
using Fulcrum.Problems;
using Fulcrum.Protocol.Packed;
using Fulcrum.Protocol.Weights;
using static Fulcrum.Operators.Tests.QuantizationNets;

namespace Fulcrum.Operators.Tests;

public sealed class PackTests
{
    private static readonly OperatorContext Context = new() { Runner = Runner, Data = new Dataset("made", [1, 8, 8], 4, Samples, Samples, Samples), Serialize = OnnxFile.Serialize };

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.3)]
    public void Run_ASize_IsKeptByTheWholeFileLessItsGraph(double size)
    {
        Model model = Net();
        PackResult result = Packed(model, size);
        long floats = 4 * model.Graph.Initializers.Sum(t => t.ElementCount);
        (byte[] file, int graph) = PackedModelWriter.Write(result.Packed);
        Assert.Equal(floats, result.FloatBytes);
        Assert.Equal(file.Length - graph, result.Bytes);
        Assert.InRange(result.Bytes, 0.9 * size * floats, size * floats);
    }

    [Fact]
    public void Run_WhatTheFileHolds_IsTheModelToTheBit()
    {
        PackResult result = Packed(Net(), 0.4);
        PackedModel read = PackedModelReader.Read(result.File);
        Dictionary<string, Tensor> weights = result.Model.Graph.Initializers.ToDictionary(t => t.Name);
        Assert.All(read.Tensors, t => Assert.Equal(weights[t.Name].Values<float>().ToArray(), t.Dequantize()));
        Assert.All(read.Floats, t => Assert.Equal(weights[t.Name].Values<float>().ToArray(), t.Values));
        Assert.Equal(weights.Keys.Order(), read.Tensors.Select(t => t.Name).Concat(read.Floats.Select(t => t.Name)).Order());
        Assert.Empty(OnnxFile.Parse(read.Skeleton, "skeleton").Graph.Initializers);
    }

    [Fact]
    public void Ladder_TensorsOfARung_MakeThePackedModelOfThePreparedOneBiasesToo()
    {
        var ladder = PackLadder.Of(Net(), [0.4], new PackOptions(), Context);
        HashSet<string> names = [.. ladder.Prepared.Graph.Initializers.Select(t => t.Name)];
        Assert.All(ladder.Rungs[0].Weights, w => Assert.Contains(w.Tensor.Name, names));
        Model coded = Subgraph.ReplaceInitializers(ladder.Prepared, ladder.Rungs[0].Weights.ToDictionary(w => w.Tensor.Name, w => Tensor.From<float>(w.Tensor.Name, w.Tensor.Shape, w.Tensor.Dequantize())));
        Assert.Equal(0, Error(Net(), ladder.Prepared), 1e-9);
        Assert.Equal(0, Error(new Packer(Net(), Context, new PackOptions()).Pack(0.4, 0.1).Model, coded), 1e-12);
        Assert.InRange(ladder.Rungs[0].Bytes, 0.36 * ladder.Rungs[0].FloatBytes, 0.4 * ladder.Rungs[0].FloatBytes);
    }

    [Fact]
    public void Run_SmallerSizes_AreOffByMore()
    {
        double[] errors = [.. new[] { 0.6, 0.4, 0.28 }.Select(size => Error(Net(), Packed(Net(), size).Model))];
        Assert.Equal(errors.Order(), errors);
        Assert.True(errors[0] < 0.01, $"{errors[0]}");
    }

    [Fact]
    public void Run_Twice_GivesTheSameBytes() => Assert.Equal(Packed(Net(), 0.35).File, Packed(Net(), 0.35).File);

    [Fact]
    public void Run_AModelWithoutLogits_IsPackedWithoutGradients()
    {
        Model net = Net();
        var b = GraphBuilder.From(net.Graph);
        b.ClearOutputs();
        b.Output("c3", ElementType.Float, Dim.Named("N"), 8, 8, 8);
        Model headless = net with { Graph = b.ToGraph() };
        PackResult result = Packed(headless, 0.6);
        Assert.False(result.HasGradients);
        Assert.True(Packed(net, 0.6).HasGradients);
        Assert.True(result.Noise.Noise < 0.2 * result.Noise.Signal);
    }

    [Fact]
    public void Run_ASizeThatNothingFits_IsRefused()
    {
        var refused = Assert.Throws<InputException>(() => Packed(Net(), 0.001));
        Assert.Equal("pack-size", Assert.Single(refused.Problems).Code);
    }

    [Fact]
    public void Round_HigherPrices_NeverTakeMoreBytesAndNeverLessNoise()
    {
        LayerCurvature[] layers = Layers();
        foreach (LayerCurvature layer in layers)
        {
            var rounder = new LayerRounder(layer, new PackOptions());
            RoundedLayer[] rounded = [.. Enumerable.Range(0, 8).Select(i => rounder.Round(1e-7 * Math.Pow(8, i)))];
            int[] bytes = [.. rounded.Select(r => Bytes(r.Packed))];
            Assert.Equal(bytes.OrderDescending(), bytes);
            Assert.True(bytes[0] > bytes[^1]);
            Assert.True(rounded[0].Noise < rounded[^1].Noise);
        }
    }

    [Fact]
    public void Round_WithAPriceOnLength_TakesFewerBytesOnTheSameGrid()
    {
        // A step's square is the price times the coarseness: the grid is the same, only the price differs.
        LayerCurvature[] layers = Layers();
        int[] bytes = [.. new[] { 1e4, 50, 5, 0.5 }.Select(c => layers.Sum(l => Bytes(new LayerRounder(l, new PackOptions { Coarseness = c }).Round(0.02 / c).Packed)))];
        Assert.Equal(bytes.OrderDescending(), bytes);
        Assert.True(bytes[^1] < 0.9 * bytes[0], string.Join(' ', bytes));
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1)]
    [InlineData(1e9)]
    public void After_ASmoothLaw_FindsTheSizeInAFewSteps(double start)
    {
        static double Size(double price) => 1000 + (4e5 / (1 + Math.Pow(price * 1e4, 0.4)));
        var search = new PriceSearch(Math.Log(20_000), 2);
        double price = start;
        for (int i = 0; i < 10; i++)
            price = search.After(price, Size(price));
        Assert.InRange(Size(price), 19_900, 20_100);
    }

    [Fact]
    public void With_AfterPacking_ForgetsThePackedForm()
    {
        Artefact packed = new PackStep(new PackOptions { Size = 0.5 }).Apply(Artefact.Of(Net()), Context);
        Assert.NotNull(packed.Packed);
        Assert.Null(packed.With([Net()]).Packed);
    }

    private static LayerCurvature[] Layers()
    {
        Model net = Net();
        return CurvatureCollector.Run(net, [.. WeightSite.Find(net.Graph, new SptqOptions())], Samples, Context).Layers;
    }

    private static int Bytes(PackedTensor tensor)
    {
        var coder = new SymbolEncoder();
        coder.Encode(tensor.Symbols, tensor.RowLength);
        return coder.Finish().Length;
    }

    private static PackResult Packed(Model model, double size) => new Packer(model, Context, new PackOptions { Size = size }).Pack(size);
}
