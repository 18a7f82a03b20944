using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Hostile.Tests.Made;
using Fulcrum.Onnx;
using Fulcrum.Ops;
using static Fulcrum.Hostile.Tests.Made.Onnx;
using static Fulcrum.Hostile.Tests.Made.Wire;

namespace Fulcrum.Hostile.Tests.Structure;

/// <summary>Many of something.</summary>
public sealed class ManyTests
{
    [Fact]
    public void Read_MillionNodes_GoesThroughEveryDoor()
    {
        const int count = 1_000_000;
        byte[] bytes = Chain(count, i => $"/model/layers.{i}/self_attn/q_proj/MatMul_output_0");
        Model model = Guarded.Run(bytes.Length, () => OnnxFile.Parse(bytes, "many"));
        Assert.Equal(count, model.Graph.Nodes.Count);
        Assert.Empty(Guarded.Run(bytes.Length, () => ModelChecker.Check(model, CheckLevel.Types)));
        Assert.Equal("cuts-too-many", Assert.Single(Door.Refusal(bytes.Length, () => CutFinder.Find(model)).Problems).Code);
        Assert.InRange(Guarded.Run(bytes.Length, () => OnnxFile.Serialize(model)).Length, bytes.Length / 2, bytes.Length * 2);
    }

    [Fact]
    public void Read_MillionNodesOfAFewBytes_IsRefusedBeforeTheyFillTheMemory() =>
        Assert.Equal("onnx-limit", Door.Refused(Chain(1_000_000, i => $"{i}"), "onnx-limit", "bad.onnx").Code);

    [Fact]
    public void Check_NodesInReverseOrder_TakesNoQuadraticTime()
    {
        byte[][] nodes = [.. Enumerable.Range(0, 100_000).Select(i => Bytes(1, Node("Relu", [i == 0 ? "x" : $"v{i - 1}"], [$"v{i}"]))).Reverse()];
        Model model = Door.Accepted(Model(Graph(nodes)));
        Assert.Contains("graph-not-sorted", Guarded.Run(1 << 20, () => ModelChecker.Check(model, CheckLevel.Structure)).Select(p => p.Code));
    }

    [Fact]
    public void Find_ThousandsOfParallelBranches_Ends()
    {
        string[] ends = [.. Enumerable.Range(0, 3000).Select(i => $"v{i}")];
        byte[][] nodes = [.. ends.Select(e => Bytes(1, Node("Relu", ["x"], [e]))), Bytes(1, Node("Sum", ends, ["y"]))];
        Model model = Door.Accepted(Model(Graph(nodes)));
        Assert.NotNull(Guarded.Run(16 << 20, () => CutFinder.Find(model)));
    }

    [Fact]
    public void Find_LongChainOfConstants_TakesNoQuadraticMemory()
    {
        const int count = 20_000;
        byte[][] nodes = [.. Enumerable.Range(0, count).SelectMany(i => new[] { Bytes(5, Tensor($"c{i}", Float, [1], Bytes(9, new byte[4]))), Bytes(1, Node("Add", [i == 0 ? "c0" : $"v{i - 1}", $"c{i}"], [$"v{i}"])) })];
        Model model = Door.Accepted(Model(Graph([.. nodes, Bytes(1, Node("Add", ["x", $"v{count - 1}"], ["y"]))])));
        Assert.NotNull(Guarded.Run(16 << 20, () => CutFinder.Find(model)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(99)]
    public void Read_MillionsOfEmptyFieldsInAGraph_StaysWithinItsMeans(int field)
    {
        byte[] bytes = Model(Graph(Join([.. Enumerable.Repeat(Bytes(field, []), 4_000_000)])));
        Bounded(bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(77)]
    public void Read_MillionsOfEmptyFieldsInANode_StaysWithinItsMeans(int field) =>
        Bounded(Model(Graph(Bytes(1, Text(4, "Relu"), Join([.. Enumerable.Repeat(Bytes(field, []), 4_000_000)])))));

    [Theory]
    [InlineData(7, 0)]
    [InlineData(8, 1)]
    [InlineData(9, 2)]
    [InlineData(10, 3)]
    public void Read_MillionsOfValuesInAnAttribute_StaysWithinItsMeans(int field, int kind)
    {
        byte[] one = kind switch { 0 => [(7 << 3) | 5, 0, 0, 0, 0], 1 => Varint(8, 1), _ => Bytes(field, []) };
        Bounded(Model(Graph(Bytes(1, Node("Mystery", [], ["y"], Join(Text(1, "a"), Join([.. Enumerable.Repeat(one, 4_000_000)])))))));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(5)]
    public void Read_PackedListOfTensMillions_StaysWithinItsMeans(int field)
    {
        byte[] ones = [.. Enumerable.Repeat((byte)1, 20_000_000)];
        byte[] part = field == 8 ? Bytes(1, Node("Mystery", [], ["y"], Join(Text(1, "a"), Bytes(8, ones)))) : Bytes(5, Tensor("w", 3, [ones.Length], Bytes(5, ones)));
        Bounded(Model(Graph(part)));
    }

    [Fact]
    public void Read_PackedFloatsOfAHundredMegabytes_StaysWithinItsMeans() =>
        Bounded(Model(Graph(Bytes(1, Node("Mystery", [], ["y"], Join(Text(1, "a"), Bytes(7, new byte[100_000_000])))))));

    /// <summary>Reads bytes: accepted or refused, but within the memory that the file explains.</summary>
    private static void Bounded(byte[] bytes)
    {
        using var folder = new TempFolder();
        string path = folder.Write("many.onnx", bytes);
        try
        {
            Guarded.Run(bytes.Length, () => OnnxFile.Read(path));
        }
        catch (Problems.InputException refusal)
        {
            Assert.Contains("many.onnx", Assert.Single(refusal.Problems).Place, StringComparison.Ordinal);
        }
    }

    private static byte[] Chain(int count, Func<int, string> name)
    {
        var graph = new MemoryStream();
        graph.Write(Graph());
        for (int i = 0; i < count; i++)
            graph.Write(Bytes(1, Node("Relu", [i == 0 ? "x" : name(i - 1)], [i == count - 1 ? "y" : name(i)])));
        return Model(graph.ToArray());
    }
}
