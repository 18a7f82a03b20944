using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Hostile.Tests.Made;
using Fulcrum.Onnx;
using Fulcrum.Ops;
using static Fulcrum.Hostile.Tests.Made.Onnx;
using static Fulcrum.Hostile.Tests.Made.Wire;

namespace Fulcrum.Hostile.Tests.Structure;

/// <summary>Circles, depth and repetition. GHSA-7w46-vvrh-m8q5, onnx#8171.</summary>
public sealed class CycleTests
{
    private static readonly byte[] Local = Bytes(8, Text(1, "local"), Varint(2, 1));

    private static byte[] Call(string function, string input = "x", string output = "y") => Join(Node(function, [input], [output]), Text(7, "local"));

    private static byte[] Function(string name, params byte[][] nodes) =>
        Bytes(25, [Text(1, name), Text(10, "local"), Text(4, "x"), Text(5, "y"), Bytes(9, Text(1, "local"), Varint(2, 1)), Bytes(9, Varint(2, 17)), .. nodes.Select(n => Bytes(7, n))]);

    private static byte[] If(byte[] node) => Node("If", ["x"], ["y"], Attribute("then_branch", 5, Bytes(6, Bytes(1, node), Bytes(12, Value("y", Float, 4)))));

    [Fact]
    public void Check_GraphCycle_IsFound()
    {
        Model model = Door.Accepted(Model(Graph(Bytes(1, Node("Add", ["x", "y"], ["a"])), Bytes(1, Node("Relu", ["a"], ["y"])))));
        Door.Found(model, CheckLevel.Types, "graph-cycle", "Add(a)");
        Guarded.Run(0, () => TypeInference.Infer(model));
        Assert.Equal("graph-cycle", Door.Refusal(0, () => CutFinder.Find(model)).Problems[0].Code);
    }

    [Fact]
    public void Check_NodeThatReadsItself_IsFound() => Door.Found(Model(Graph(Bytes(1, Node("Add", ["x", "y"], ["y"])))), CheckLevel.Types, "graph-cycle", "Add(y)");

    [Fact]
    public void Check_FunctionThatCallsItself_IsFound() => Cyclic(Function("f", Call("f")));

    [Fact]
    public void Check_FunctionsThatCallEachOther_IsFound() => Cyclic(Function("f", Call("h")), Function("h", Call("f")));

    [Fact]
    public void Check_FunctionThatCallsItselfFromABranch_IsFound() => Cyclic(Function("f", If(Call("f"))));

    [Fact]
    public void Check_FunctionsThatCallEachOtherFromNestedBodies_IsFound() => Cyclic(Function("f", If(If(Call("h")))), Function("h", If(Call("f"))));

    private static void Cyclic(params byte[][] functions)
    {
        Model model = Door.Accepted(Model(Graph(Bytes(1, Call("f"))), [Local, .. functions]));
        Assert.Contains("function-cycle", Guarded.Run(0, () => ModelChecker.Check(model, CheckLevel.Types)).Select(p => p.Code));
        Guarded.Run(0, () => TypeInference.Infer(model));
        Assert.Contains("function-cycle", Door.Refusal(0, () => CutFinder.Find(model)).Problems.Select(p => p.Code));
    }

    [Fact]
    public void Infer_FunctionsThatEachCallTheNextTwice_StopsAtABudget()
    {
        byte[][] functions = [.. Enumerable.Range(0, 30).Select(i => Function($"f{i}", i == 29 ? [Node("Relu", ["x"], ["y"])] : [Call($"f{i + 1}", "x", "a"), Call($"f{i + 1}", "a", "y")]))];
        Door.Harmless(Model(Graph(Bytes(1, Call("f0"))), [Local, .. functions]));
    }

    [Fact]
    public void Infer_LargeFunctionCalledOften_StopsAtABudget()
    {
        byte[][] body = [.. Enumerable.Range(0, 5000).Select(i => Node("Relu", [i == 0 ? "x" : $"v{i}"], [i == 4999 ? "y" : $"v{i + 1}"]))];
        byte[][] calls = [.. Enumerable.Range(0, 5000).Select(i => Bytes(1, Call("f0", "x", i == 0 ? "y" : $"c{i}")))];
        Door.Harmless(Model(Graph(calls), Local, Function("f0", body)));
    }

    [Fact]
    public void Check_ThirtyThousandFunctionsInAChain_TakesNoQuadraticTime()
    {
        const int count = 30_000;
        byte[][] functions = [.. Enumerable.Range(0, count).Select(i => Function($"f{i}", i == count - 1 ? Node("Relu", ["x"], ["y"]) : Call($"f{i + 1}")))];
        byte[] bytes = Model(Graph(Bytes(1, Call("f0"))), [Local, .. functions]);
        Model model = Guarded.Run(bytes.Length, () => OnnxFile.Parse(bytes, "chain"));
        Guarded.Run(16 << 20, () => ModelChecker.Check(model, CheckLevel.Types));
    }

    [Fact]
    public void Bind_FunctionWithOneDefaultTwice_TakesTheLast()
    {
        byte[] twice = Join(Bytes(11, Attribute("a", 2, Varint(3, 1))), Bytes(11, Attribute("a", 2, Varint(3, 2))));
        byte[] inner = Join(Text(1, "f"), Text(10, "local"), Text(4, "x"), Text(5, "y"), Bytes(9, Varint(2, 17)), Bytes(7, Node("Relu", ["x"], ["y"])), twice);
        Door.Harmless(Model(Graph(Bytes(1, Call("f"))), Local, Bytes(25, inner)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_GraphsNestedTenThousandDeep_IsRefused(bool inFile)
    {
        byte[] inner = Text(2, "g");
        for (int depth = 0; depth < 10_000; depth++)
            inner = Bytes(1, Text(4, "If"), Bytes(5, Text(1, "b"), Bytes(6, inner)));
        if (inFile)
            Door.Refused(Model(inner), "onnx-too-deep");
        else
            Door.Refused(Model(Graph(), Bytes(25, Text(1, "f"), Bytes(7, Text(4, "If"), Bytes(5, Text(1, "b"), Bytes(6, inner))))), "onnx-too-deep");
    }

    [Fact]
    public void Read_TypesNestedTenThousandDeep_IsRefused()
    {
        byte[] type = Bytes(1, Varint(1, Float));
        for (int depth = 0; depth < 10_000; depth++)
            type = Bytes(4, Bytes(1, type));
        Door.Refused(Model(Graph(Bytes(13, Text(1, "v"), Bytes(2, type)))), "onnx-too-deep");
    }

    [Fact]
    public void Find_BranchesNestedAsDeepAsAllowed_Ends()
    {
        byte[] body = Join(Bytes(1, Node("Relu", ["x"], ["y"])), Bytes(12, Value("y", Float, 4)));
        for (int depth = 0; depth < 60; depth++)
            body = Join(Bytes(1, Node("If", ["c"], ["y"], Attribute("then_branch", 5, Bytes(6, body)), Attribute("else_branch", 5, Bytes(6, Bytes(1, Node("Relu", ["x"], ["y"])), Bytes(12, Value("y", Float, 4)))))), Bytes(12, Value("y", Float, 4)));
        Door.Harmless(Model(Join(Text(2, "g"), Bytes(11, Value("x", Float, 4)), Bytes(11, Value("c", 9)), body)));
    }
}
