using Fulcrum.Graphs;
using Fulcrum.Graphs.Text;
using Fulcrum.Ops.Upgrades;
using Fulcrum.Problems;
using Fulcrum.Runtime;

namespace Fulcrum.Ops.Tests;

public sealed class OpsetUpgradeTests
{
    private static readonly OnnxRuntimeRunner Runner = new(1);

    /// <summary>Each body is a graph from x [2, 3, 4, 4] to y; ONNX Runtime runs it in the old opset and, lifted, in opset 13.</summary>
    [Theory]
    [InlineData(8, "y = Clip <min = -0.5, max = 0.25> (x)")]
    [InlineData(7, "y = Clip <max = 0.25> (x)")]
    [InlineData(7, "y = Clip (x)")]
    [InlineData(10, "y = Clip <min = 0.0> (x)")]
    [InlineData(9, "y = Pad <pads = [0, 0, 1, 2, 0, 0, 0, 1], value = 0.5> (x)")]
    [InlineData(7, "y = Pad <mode = \"reflect\", pads = [0, 0, 1, 2, 0, 0, 0, 1]> (x)")]
    [InlineData(9, "y = Slice <starts = [1, 0], ends = [3, -1], axes = [1, 3]> (x)")]
    [InlineData(7, "y = Slice <starts = [0, 1], ends = [1, 100]> (x)")]
    [InlineData(9, "y, i = TopK <k = 2, axis = 2> (x)")]
    [InlineData(7, "a = Unsqueeze <axes = [0, 5]> (x) y = Squeeze <axes = [5]> (a)")]
    [InlineData(11, "a = Unsqueeze <axes = [-1]> (x) y = Squeeze (a)")]
    [InlineData(11, "y = ReduceSum <axes = [-1, 1], keepdims = 0> (x)")]
    [InlineData(8, "y = ReduceSum (x)")]
    [InlineData(12, "a, y = Split <axis = 1, split = [1, 2]> (x)")]
    [InlineData(8, "y, b = Split <axis = 2> (x)")]
    [InlineData(12, "y = Softmax (x)")]
    [InlineData(8, "y = Softmax <axis = 2> (x)")]
    [InlineData(12, "y = Softmax <axis = -1> (x)")]
    [InlineData(11, "y = LogSoftmax <axis = 0> (x)")]
    [InlineData(11, "y = Hardmax <axis = 3> (x)")]
    [InlineData(9, "a = Dropout <ratio = 0.3> (x) y = Neg (a)")]
    [InlineData(7, "y = Dropout (x)")]
    [InlineData(7, "y = Upsample <mode = \"nearest\", scales = [1.0, 1.0, 2.0, 3.0]> (x)")]
    [InlineData(8, "y = Upsample <mode = \"linear\", scales = [1.0, 1.0, 2.0, 2.0]> (x)")]
    [InlineData(9, "s = Constant <value = float[4] {1, 1, 2, 2}> () y = Upsample (x, s)")]
    [InlineData(10, "s = Constant <value = float[4] {1, 1, 1.5, 2}> () y = Resize (x, s)")]
    [InlineData(8, "c = Constant <value = float[3] {1, 2, 3}> () m = Constant <value = float[3] {0.1, 0.2, 0.3}> () y = BatchNormalization <spatial = 1> (x, c, m, m, c)")]
    [InlineData(8, "y = Max (x, x) ")]
    [InlineData(7, "a = MaxPool <kernel_shape = [2, 2]> (x) b = AveragePool <kernel_shape = [2, 2]> (x) c = Concat <axis = 1> (a, b) d = Flatten (c) y = ReduceMean <axes = [1]> (d)")]
    public void Lift_OlderModel_GivesTheSameOutputs(int opset, string body)
    {
        Model old = Parse(opset, body);
        Model lifted = OpsetUpgrade.Lift(old);
        Assert.Equal(OpsetUpgrade.Target, lifted.Opset(""));
        Assert.Equal(Run(old), Run(lifted));
    }

    [Theory]
    [InlineData(8, "BatchNormalization", "c = Constant <value = float[3, 4, 4] {%}> () y = BatchNormalization <spatial = 0> (x, c, c, c, c)")]
    [InlineData(10, "Resize", "s = Constant <value = float[4] {1, 1, 0.4, 0.4}> () y = Resize (x, s)")]
    [InlineData(9, "Dropout", "a, m = Dropout (x) y = Add (m, a)")]
    [InlineData(8, "Mystery", "y = Mystery (x)")]
    [InlineData(6, "opset 6", "y = Relu (x)")]
    public void Lift_WhatHasNoCounterpart_IsNamed(int opset, string named, string body)
    {
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => OpsetUpgrade.Lift(Parse(opset, body.Replace("%", string.Join(", ", Enumerable.Repeat("1", 48)))))).Problems);
        Assert.Equal("opset-not-liftable", problem.Code);
        Assert.Contains(named, problem.Message);
    }

    [Fact]
    public void Lift_NodesInSubgraphs_AreLiftedToo()
    {
        Model old = Parse(12, "t = Constant <value = bool {1}> () y = If (t) <then_branch = a () => (float[2, 3, 4, 4] p) { p = Softmax <axis = 1> (x) }, else_branch = b () => (float[2, 3, 4, 4] q) { q = Neg (x) }>");
        Assert.Equal(Run(old), Run(OpsetUpgrade.Lift(old)));
    }

    [Fact]
    public void Lift_SharedModelOfOpset8_GivesTheSameOutputs()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Fulcrum.slnx")))
            root = Path.GetDirectoryName(root);
        string[] places = [Path.Combine(root!, "..", "shared", "data"), Path.Combine(root!, "..", "..", "shared", "data")];
        string? path = places.Select(p => Path.Combine(p, "models", "cntk_mnist.onnx")).FirstOrDefault(File.Exists);
        if (path is null)
            Assert.Skip("the shared models lie beside the repository only where it is developed");
        Model old = Onnx.OnnxFile.Read(path);
        var random = new Random(5);
        float[] pixels = [.. Enumerable.Range(0, 784).Select(_ => (float)random.Next(256))];
        float[] Of(Model model)
        {
            using OnnxRuntimeModel loaded = Runner.Load(model);
            return loaded.Run([Tensor.From<float>(loaded.Inputs[0].Name, [1, 1, 28, 28], pixels)])[0].Values<float>().ToArray();
        }

        float[] expected = Of(old), lifted = Of(OpsetUpgrade.Lift(old));
        Assert.Equal(10, expected.Length);
        Assert.All(expected.Zip(lifted), p => Assert.Equal(p.First, p.Second, 1e-5f * expected.Max(Math.Abs)));
    }

    [Fact]
    public void Lift_ModelOfToday_IsHandedBack()
    {
        Model model = Parse(17, "y = Relu (x)");
        Assert.Same(model, OpsetUpgrade.Lift(model));
    }

    [Fact]
    public void Lift_ConstantsThatHadToBeInputs_AreNoInputsAnyMore()
    {
        Model old = Parse(8, "y = Relu (x)");
        old = old with { IrVersion = 3, Graph = old.Graph with { Inputs = [.. old.Graph.Inputs, new ValueInfo("w", ElementType.Float, 1)], Initializers = [Tensor.From<float>("w", [1], [2])] } };
        Assert.Equal("x", Assert.Single(OpsetUpgrade.Lift(old).Graph.Inputs).Name);
    }

    private static Model Parse(int opset, string body)
    {
        Model model = GraphText.Parse($"<ir_version: 5, opset_import: [\"\" : {opset}]>\ng (float[2, 3, 4, 4] x) => (y) {{ {body} }}");
        return model with { Graph = model.Graph with { Outputs = [new ValueInfo("y", null)] } };
    }

    private static float[] Run(Model model)
    {
        var random = new Random(5);
        using OnnxRuntimeModel loaded = Runner.Load(model);
        return loaded.Run([Tensor.From<float>("x", [2, 3, 4, 4], [.. Enumerable.Range(0, 96).Select(_ => random.NextSingle() - 0.5f)])])[0].Values<float>().ToArray();
    }
}
