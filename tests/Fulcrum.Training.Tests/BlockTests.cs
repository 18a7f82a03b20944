using System.Text.Json;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Runtime;
using Fulcrum.Training.Gradients;
using Fulcrum.Training.Losses;

namespace Fulcrum.Training.Tests;

/// <summary>Convolutional blocks in training mode, as PyTorch 1.13 differentiates them (Fixtures/make_blocks.py).</summary>
public sealed class BlockTests
{
    private const double Tolerance = 1e-4;
    private static readonly JsonElement Fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "blocks.json"))).RootElement;

    [Theory]
    [InlineData("residual", 14)]
    [InlineData("residual", 17)]
    [InlineData("bottleneck", 14)]
    [InlineData("bottleneck", 17)]
    [InlineData("separable", 17)]
    [InlineData("separable", 20)]
    public void Emit_OfABlock_GivesPyTorchsLossAndGradients(string name, long opset)
    {
        JsonElement block = Fixture.EnumerateArray().Single(b => b.GetProperty("name").GetString() == name);
        JsonElement[] parameters = [.. block.GetProperty("parameters").EnumerateArray()];
        string[] names = [.. parameters.Select(p => p.GetProperty("name").GetString()!)];
        Model forward = Subgraph.PromoteInitializers(Network(block, opset), names);
        long[] labels = Longs(block.GetProperty("labels"));

        GraphBuilder builder = GraphBuilder.From(forward.Graph);
        builder.ClearOutputs();
        builder.Input("target", ElementType.Int64, labels.Length);
        long classes = parameters[^1].GetProperty("shape")[0].GetInt64();
        string output = forward.Graph.Outputs[0].Name;
        (string loss, IReadOnlyDictionary<string, string> seeds) = new SoftmaxCrossEntropy().Emit(new LossScope(builder, [new LossInput(output, output, [labels.Length, classes])], "target"));
        IReadOnlyDictionary<string, string> gradients = GradientPass.Emit(builder, forward, seeds, names);
        builder.Output(loss, ElementType.Float);
        foreach (string parameter in names)
            builder.Output(gradients[parameter], ElementType.Float);

        using ILoadedModel model = ((IModelRunner)new OnnxRuntimeRunner(1)).Load(forward with { Graph = builder.ToGraph() });
        Dictionary<string, Tensor> given = parameters.Select(p => Parameter(p)).Append(Tensor.From<float>("x", Longs(block.GetProperty("shape")), Floats(block.GetProperty("x"))))
            .Append(Tensor.From<long>("target", [labels.Length], labels)).ToDictionary(t => t.Name);
        IReadOnlyList<Tensor> results = model.Run([.. model.Inputs.Select(i => given[i.Name])]);
        Assert.Equal(block.GetProperty("loss").GetDouble(), results[0].Values<float>()[0], Tolerance * block.GetProperty("loss").GetDouble());
        for (int i = 0; i < names.Length; i++)
            AssertClose(names[i], Floats(parameters[i].GetProperty("gradient")), results[i + 1].Values<float>().ToArray());
    }

    private static void AssertClose(string name, float[] expected, float[] actual)
    {
        double scale = expected.Max(Math.Abs), error = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / scale;
        Assert.True(error < Tolerance, $"{name}: off by {error} of the largest");
    }

    private static Model Network(JsonElement block, long opset)
    {
        var builder = new GraphBuilder("block");
        long[] shape = Longs(block.GetProperty("shape"));
        builder.Input("x", ElementType.Float, [.. shape.Select(d => (Dim)d)]);
        Dictionary<string, Tensor> parameters = block.GetProperty("parameters").EnumerateArray().Select(Parameter).ToDictionary(t => t.Name);
        foreach (Tensor parameter in parameters.Values)
            builder.Constant(parameter);
        string last = "";
        foreach (JsonElement item in block.GetProperty("nodes").EnumerateArray())
        {
            string op = item[0].GetString()!;
            string[] inputs = [.. item[1].EnumerateArray().Select(i => i.GetString()!)];
            last = item[2].GetString()!;
            NodeAttribute[] attributes = [.. item[3].EnumerateObject().Select(Attribute)];
            builder.Add(op == "BatchNormalization" ? InTraining(builder, inputs, last, parameters[inputs[1]].Shape[0], attributes) : new Node(op, inputs, [last], attributes) { Name = last });
        }

        builder.Output(last, ElementType.Float, shape[0], Dim.Unknown);
        return new Model { Graph = builder.ToGraph(), Opsets = [new OpsetImport("", opset)] };
    }

    private static Node InTraining(GraphBuilder builder, string[] inputs, string output, long channels, NodeAttribute[] attributes)
    {
        string[] statistics = [.. new[] { "mean", "variance" }.Select(s => builder.Constant(Tensor.From<float>($"{output}/{s}", [channels], new float[channels])))];
        return new Node("BatchNormalization", [.. inputs, .. statistics], [output, $"{output}/mean/next", $"{output}/variance/next"], [.. attributes, NodeAttribute.Of("training_mode", 1)]) { Name = output };
    }

    private static NodeAttribute Attribute(JsonProperty property) => property.Value.ValueKind == JsonValueKind.Array
        ? NodeAttribute.Of(property.Name, Longs(property.Value))
        : property.Name == "epsilon" ? NodeAttribute.Of(property.Name, property.Value.GetSingle()) : NodeAttribute.Of(property.Name, property.Value.GetInt64());

    private static Tensor Parameter(JsonElement p) => Tensor.From<float>(p.GetProperty("name").GetString()!, Longs(p.GetProperty("shape")), Floats(p.GetProperty("values")));

    private static float[] Floats(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetSingle())];

    private static long[] Longs(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetInt64())];
}
