using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>Models that no checker would let through: their types may be unknown, but nothing throws.</summary>
public sealed class WrongModelTests
{
    private const long Huge = 1L << 40;

    public static TheoryData<long[], int> Shapes => new()
    {
        { [Huge, Huge], 0 },
        { [Huge, 0], 0 },
        { [0, long.MaxValue, long.MaxValue], 0 },
        { [-1], 8 },
        { [-1, -1], 8 },
        { [4], 8 },
        { [4], 3 },
        { [], 0 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Infer_ConstantWhoseBytesDoNotFitItsShape_HasATypeAndNoValue(long[] shape, int bytes)
    {
        foreach (ElementType element in Enum.GetValues<ElementType>())
        {
            var constant = new Tensor { Name = "c", Element = element, Shape = shape, Bytes = new byte[bytes] };
            string[] ops = ["Add", "Cast", "Concat", "Gather", "Reshape", "Identity", "Slice", "ReduceSum", "ConstantOfShape", "Range"];
            GraphTypes types = Infer([constant], [.. ops.Select(op => new Node(op, ["c", "c", "c"], [op], NodeAttribute.Of("to", 7)))]);
            Assert.Equal(shape.Select(size => Math.Max(size, -1)), types.Tensor("c")!.Shape!.Select(d => d.Size ?? -1));
            Assert.True(types.Known("c") is not { } known || known.Values.Count == shape.Aggregate(1L, (a, b) => a * b));
        }
    }

    [Fact]
    public void Infer_FunctionThatSaysADefaultTwiceAndIsCalledWithOtherArguments_LeavesItsOutputsUnknown()
    {
        var function = new Function
        {
            Name = "f", Domain = "local", Inputs = ["a", "a", "b"], Outputs = ["y", "z"], Nodes = [new Node("Add", ["a", "q"], ["y"])],
            DefaultAttributes = [NodeAttribute.Of("alpha", 1f), NodeAttribute.Of("alpha", 2f)], Opsets = [],
        };
        GraphTypes types = Infer([], [new Node("f", ["", "x"], ["y", "z", "w"]) { Domain = "local" }], function);
        Assert.All(new[] { "y", "z", "w" }, name => Assert.Null(types.Of(name)));
    }

    [Fact]
    public void Infer_GraphWithDuplicateMissingAndCyclicNames_ComesToAnEnd()
    {
        Node[] nodes = [new("Relu", ["b"], ["a"]), new("Relu", ["a"], ["b"]), new("Relu", ["a"], ["a"]), new("Relu", [], []), new("", ["?"], ["a", "a", ""])];
        Assert.Null(Infer([], nodes).Of("b"));
    }

    private static GraphTypes Infer(Tensor[] constants, Node[] nodes, params Function[] functions)
    {
        var types = TypeInference.Infer(new Model { Graph = new Graph { Name = "wrong", Initializers = constants, Nodes = nodes }, Functions = functions });
        foreach (Node node in nodes)
            _ = (types.Macs(node), types.BytesMoved(node));
        return types;
    }
}
