using System.Text.Json;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Onnx;
using Fulcrum.Runtime;
using Fulcrum.Training.Gradients;
using Fulcrum.Training.Losses;

namespace Fulcrum.Training.Tests;

/// <summary>An attention block and a transformer encoder as PyTorch 1.13 exports them, with its losses and gradients (Fixtures/make_transformer.py).</summary>
public sealed class TransformerTests(ITestOutputHelper output)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures");
    private static readonly JsonElement Fixtures = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "transformer.json"))).RootElement;

    private static Tensor Given(Model model, JsonElement inputs, ValueInfo input)
    {
        JsonElement fixture = inputs.GetProperty(input.Name);
        long[] shape = [.. fixture.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64())];
        float[] values = [.. fixture.GetProperty("values").EnumerateArray().Select(v => v.GetSingle())];
        return model.Graph.Inputs.Single(i => i.Name == input.Name).Tensor!.Element == ElementType.Int64
            ? Tensor.From<long>(input.Name, shape, [.. values.Select(v => (long)v)])
            : Tensor.From<float>(input.Name, shape, values);
    }

    private static Model WithBatch(Model model, Tensor[] given) => model with
    {
        Graph = model.Graph with
        {
            Inputs = [.. model.Graph.Inputs.Zip(given, (input, tensor) => input with { Type = new TensorType(tensor.Element, [.. tensor.Shape.Select(d => (Dim)d)]) })],
            Values = [],
        },
    };

    private static Model Step(Model forward, Loss loss, IReadOnlyList<long> shape, string[] parameters, string? labels)
    {
        GraphBuilder builder = GraphBuilder.From(forward.Graph);
        builder.ClearOutputs();
        if (labels is not null)
            builder.Input(labels, ElementType.Int64, shape[0]);
        string output = forward.Graph.Outputs[0].Name;
        (string value, IReadOnlyDictionary<string, string> seeds) = loss.Emit(new LossScope(builder, [new LossInput(output, output, shape)], labels));
        var gradients = GradientPass.Emit(builder, forward, seeds, parameters);
        builder.Output(value, ElementType.Float);
        foreach (string parameter in parameters)
            builder.Output(gradients[parameter], ElementType.Float);
        return forward with { Graph = builder.ToGraph() };
    }

    [Theory]
    [InlineData("attention")]
    [InlineData("encoder")]
    public void Emit_NetworkOfPyTorch_GivesItsLossAndGradients(string name)
    {
        JsonElement fixture = Fixtures.GetProperty(name);
        Model model = OnnxFile.Read(Path.Combine(Folder, name + ".onnx"));
        Tensor[] given = [.. model.Graph.Inputs.Select(i => Given(model, fixture.GetProperty("inputs"), i))];
        string[] parameters = [.. fixture.GetProperty("gradients").EnumerateObject().Select(p => p.Name)];
        Tensor[] labels = fixture.TryGetProperty("labels", out JsonElement list) ? [Tensor.From<long>("labels", [3], [.. list.EnumerateArray().Select(l => l.GetInt64())])] : [];
        Model forward = Subgraph.PromoteInitializers(WithBatch(model, given), parameters);
        Model step = labels.Length == 0
            ? Step(forward, new MeanSquare(), [3, 5, 8], parameters, null)
            : Step(forward, new SoftmaxCrossEntropy(), [3, 3], parameters, "labels");

        using ILoadedModel session = ((IModelRunner)new OnnxRuntimeRunner(1)).Load(step, new LoadOptions());
        Dictionary<string, Tensor> weights = model.Graph.Initializers.ToDictionary(t => t.Name);
        IReadOnlyList<Tensor> results = session.Run([.. given, .. forward.Graph.Inputs.Skip(given.Length).Select(i => weights[i.Name]), .. labels]);

        double loss = fixture.GetProperty("loss").GetDouble();
        Assert.Equal(loss, results[0].Values<float>()[0], 1e-4 * loss);
        double worst = parameters.Select((p, i) => Difference(fixture.GetProperty("gradients").GetProperty(p), results[i + 1])).Max();
        output.WriteLine($"{name}: largest relative difference {worst:e1}");
        Assert.True(worst < 1e-4, $"off by {worst}");
    }

    /// <summary>Relative to the tensor's largest gradient; those of key biases are zero but for rounding, so not to less than 0.001.</summary>
    private static double Difference(JsonElement expected, Tensor actual)
    {
        double[] numbers = [.. expected.EnumerateArray().Select(v => v.GetDouble())];
        Assert.Equal(numbers.Length, actual.ElementCount);
        return numbers.Zip(actual.Values<float>().ToArray(), (e, a) => Math.Abs(e - a)).Max() / Math.Max(1e-3, numbers.Max(Math.Abs));
    }
}
