using Fulcrum.Graphs;
using Fulcrum.Hostile.Tests.Made;
using Fulcrum.Onnx;
using Fulcrum.Ops;
using static Fulcrum.Hostile.Tests.Made.Onnx;
using static Fulcrum.Hostile.Tests.Made.Wire;

namespace Fulcrum.Hostile.Tests.Structure;

/// <summary>Names of values, nodes and graphs.</summary>
public sealed class NameTests
{
    /// <summary>x, through a value of that name, to y.</summary>
    private static byte[] Through(string name) => Model(Graph(Bytes(1, Node("Relu", ["x"], [name])), Bytes(1, Node("Relu", [name], ["y"]))));

    [Theory]
    [InlineData("😀")]
    [InlineData("\u202Ereversed")]
    [InlineData("a\nb")]
    [InlineData("../../etc/passwd")]
    [InlineData("/")]
    [InlineData(" ")]
    [InlineData("\uFEFFx")]
    [InlineData("%s%n{0}")]
    public void Read_OddName_IsCarriedThrough(string name) => Assert.Equal(name, Door.Harmless(Through(name)).Graph.Nodes[0].Outputs[0]);

    [Theory]
    [InlineData("y_1")]
    [InlineData("x/Relu")]
    [InlineData("grad_x")]
    [InlineData("x.data")]
    public void Read_NameThatLooksLikeOneOfOurs_IsCarriedThrough(string name)
    {
        Model model = Door.Harmless(Through(name));
        Assert.NotEqual(name, GraphBuilder.From(model.Graph).Unique(name));
    }

    [Fact]
    public void Check_ZeroCharacterInAName_IsFound() => Door.Found(Through("a\0b"), CheckLevel.Structure, "value-name", "a?b");

    [Fact]
    public void Check_NameOfAMegabyte_IsFoundInFewWords() =>
        Assert.InRange(Door.Found(Through(new string('n', 1 << 20)), CheckLevel.Structure, "value-name-too-long", "nnn").ToString().Length, 1, 1000);

    [Fact]
    public void Check_NodeNameOfAMegabyteWithMarks_IsShownInFewWords()
    {
        byte[] node = Join(Node("Relu", ["missing"], ["y"]), Text(3, "\u202E\u001B[31m" + new string('n', 1 << 20)));
        Assert.InRange(Door.Found(Model(Graph(Bytes(1, node))), CheckLevel.Structure, "value-undefined", "??[31mnnn").ToString().Length, 1, 1000);
    }

    [Fact]
    public void Read_NameThatIsNoUtf8_IsRefused() => Door.Refused(Model(Graph(Bytes(1, Join(Node("Relu", ["x"], ["y"]), Bytes(3, [0xC3, 0x28]))))), "onnx-malformed");

    [Fact]
    public void Check_ValueMadeTwice_IsFound() =>
        Door.Found(Model(Graph(Bytes(1, Node("Relu", ["x"], ["y"])), Bytes(1, Node("Relu", ["x"], ["y"])))), CheckLevel.Structure, "value-twice", "y");

    [Fact]
    public void Check_InputTwice_IsFound() => Door.Found(Model(Graph(Bytes(11, Value("x", Float, 4)), Bytes(1, Node("Relu", ["x"], ["y"])))), CheckLevel.Structure, "value-twice", "x");

    [Fact]
    public void Check_InitializerTwice_IsFound() => Door.Found(Model(Graph(Bytes(5, Weight()), Bytes(5, Weight()), Bytes(1, Node("Add", ["x", "w"], ["y"])))), CheckLevel.Structure, "value-twice", "w");

    [Fact]
    public void Check_InputWithoutName_IsFound() => Door.Found(Model(Graph(Bytes(11, Value("", Float, 4)), Bytes(1, Node("Relu", ["x"], ["y"])))), CheckLevel.Structure, "value-no-name", "g");

    [Fact]
    public void Check_InitializerWithoutName_IsFound() => Door.Found(Model(AddGraph(Weight("")).Concat(Bytes(5, Weight())).ToArray()), CheckLevel.Structure, "value-no-name", "g");

    [Theory]
    [InlineData("")]
    [InlineData("same")]
    public void Read_NodesOfOneNameOrNone_AreCarriedThrough(string name)
    {
        byte[] graph = Graph(Bytes(1, Join(Node("Relu", ["x"], ["a"]), Text(3, name))), Bytes(1, Join(Node("Relu", ["a"], ["y"]), Text(3, name))));
        Assert.All(Door.Harmless(Model(graph)).Graph.Nodes, n => Assert.Equal(name, n.Name));
    }

    [Fact]
    public void Read_UnusedInput_IsCarriedThrough() =>
        Assert.Equal(2, Door.Harmless(Model(Graph(Bytes(11, Value("unused", Float, 4)), Bytes(1, Node("Relu", ["x"], ["y"]))))).Graph.Inputs.Count);

    [Fact]
    public void Read_InitializerThatIsAlsoAnInput_IsCarriedThrough() =>
        Assert.Equal(2, Door.Harmless(Model(Join(AddGraph(Weight()), Bytes(11, Value("w", Float, 4))))).Graph.Inputs.Count);

    [Fact]
    public void Read_OptionalInputsLeftOut_AreCarriedThrough() =>
        Assert.Equal(["x", "", ""], Door.Harmless(Model(Graph(Bytes(1, Node("Clip", ["x", "", ""], ["y"]))))).Graph.Nodes[0].Inputs);

    [Fact]
    public void Check_NoOutput_IsFound()
    {
        byte[] graph = Join(Text(2, "g"), Bytes(11, Value("x", Float, 4)), Bytes(1, Node("Relu", ["x"], ["y"])));
        Door.Found(Model(graph), CheckLevel.Structure, "graph-no-output", "g");
    }

    [Fact]
    public void Check_OutputThatNothingMakes_IsFound() => Door.Found(Model(Graph(Bytes(1, Node("Relu", ["x"], ["z"])))), CheckLevel.Structure, "graph-output-undefined", "y");

    [Fact]
    public void Check_InputThatNothingMakes_IsFound() => Door.Found(Model(Graph(Bytes(1, Node("Relu", ["z"], ["y"])))), CheckLevel.Structure, "value-undefined", "Relu(y)");
}
