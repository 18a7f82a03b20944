using System.Text.Json;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Training.Losses;

namespace Fulcrum.Training.Tests;

/// <summary>Losses of several outputs and their gradients as PyTorch 1.13 has them (Fixtures/make_training.py).</summary>
public sealed class LossTests
{
    private static readonly JsonElement Fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "training.json"))).RootElement.GetProperty("losses");

    private static readonly LossInput[] Outputs = [new("student", "student", [5, 4]), new("teacher", "teacher", [5, 4]), new("mine", "mine", [5, 2, 3]), new("theirs", "theirs", [5, 2, 3])];

    public static TheoryData<string> Names => ["soft_1", "soft_3", "matching", "sum"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Emit_Loss_GivesPyTorchsValueAndGradients(string name)
    {
        JsonElement expected = Fixture.GetProperty(name);
        (float value, Dictionary<string, float[]> gradients) = Run(Of(name));
        Assert.Equal(expected.GetProperty("value").GetDouble(), value, 1e-5);
        Assert.Equal(expected.EnumerateObject().Select(p => p.Name).Except(["value"]).Order(), gradients.Keys.Order());
        foreach ((string of, float[] gradient) in gradients)
            Assert.All(Floats(expected.GetProperty(of)).Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Emit_RelativeMatching_IsOverTheTeachersMeanSquare()
    {
        double energy = Floats(Fixture.GetProperty("theirs")).Average(v => (double)v * v);
        (float value, Dictionary<string, float[]> gradients) = Run(new Matching(2, 3));
        (float relative, Dictionary<string, float[]> relativeGradients) = Run(new Matching(2, 3) { Relative = true });
        Assert.Equal(value / energy, relative, 1e-5);
        Assert.All(gradients["mine"].Zip(relativeGradients["mine"]), pair => Assert.Equal(pair.First / energy, pair.Second, 1e-6));
    }

    [Fact]
    public void Emit_OutputsOfOtherShapes_AreRefused()
    {
        LossScope Scope() => new(new GraphBuilder("loss"), Outputs, "labels");
        Loss[] losses = [new SoftTargets(0, 2), new Matching(0, 2), new SoftmaxCrossEntropy { Output = 2 }];
        Assert.Equal(["student-output", "student-output", "model-not-trainable"], losses.Select(l => Assert.Throws<InputException>(() => l.Emit(Scope())).Problems[0].Code));
    }

    [Fact]
    public void Classes_OfALaterOutput_AreThatOutputs()
    {
        Assert.Equal(3, new SoftmaxCrossEntropy { Output = 2 }.Classes(Outputs));
        Assert.Equal(3, new WeightedSum((1, new SoftmaxCrossEntropy()), (1, new SoftmaxCrossEntropy { Output = 2 }), (1, new Matching(2, 3))).Classes(Outputs));
        Assert.Null(new SoftTargets(0, 1).Classes(Outputs));
    }

    private static (float Value, Dictionary<string, float[]> Gradients) Run(Loss loss)
    {
        var builder = new GraphBuilder("loss");
        foreach (LossInput output in Outputs)
            builder.Input(output.Name, ElementType.Float, [.. output.Shape.Select(d => (Dim)d)]);
        if (loss.NeedsLabels)
            builder.Input("labels", ElementType.Int64, 5);
        LossTerms terms = loss.Emit(new LossScope(builder, Outputs, loss.NeedsLabels ? "labels" : null));
        builder.Output(terms.Value, ElementType.Float);
        string[] values = [.. terms.Gradients.Keys];
        foreach (string value in values)
            builder.Output(terms.Gradients[value], ElementType.Float);
        using ILoadedModel model = ((IModelRunner)TrainingNets.Runner).Load(new Model { Graph = builder.ToGraph() });
        IReadOnlyList<Tensor> results = model.Run([.. model.Inputs.Select(Given)]);
        return (results[0].Values<float>()[0], values.Select((v, i) => (v, results[i + 1].Values<float>().ToArray())).ToDictionary());
    }

    private static Loss Of(string name) => name switch
    {
        "soft_1" => new SoftTargets(0, 1) { Temperature = 1 },
        "soft_3" => new SoftTargets(0, 1) { Temperature = 3 },
        "matching" => new Matching(2, 3),
        _ => new WeightedSum((0.3, new SoftmaxCrossEntropy()), (0.7, new SoftTargets(0, 1) { Temperature = 3 }), (0.5, new Matching(2, 3))),
    };

    private static Tensor Given(ValueInfo input) => input.Name == "labels"
        ? Tensor.From<long>("labels", [5], [.. Fixture.GetProperty("labels").EnumerateArray().Select(v => v.GetInt64())])
        : Tensor.From<float>(input.Name, Outputs.Single(o => o.Name == input.Name).Shape, Floats(Fixture.GetProperty(input.Name)));

    private static float[] Floats(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetSingle())];
}
