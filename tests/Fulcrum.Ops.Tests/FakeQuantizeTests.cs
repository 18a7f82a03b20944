using System.Text.Json;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Runtime;

namespace Fulcrum.Ops.Tests;

/// <summary>FakeQuantize against the equations of Esser et al. 2020, computed apart (Fixtures/make_lsq.py).</summary>
public sealed class FakeQuantizeTests
{
    private static readonly JsonElement Fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "fake-quantize.json"))).RootElement;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Fixture.GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_OfEachCase_GivesValueAndGradientsOfTheEquations(int position)
    {
        JsonElement wanted = Fixture[position];
        Graph forward = Forward(wanted);
        var builder = GraphBuilder.From(forward);
        string dy = builder.Input("dy", ElementType.Float, [.. Sizes(wanted, "shape").Select(d => (Dim)d)]);
        GraphTypes types = TypeInference.Infer(FakeQuantizeFunction.AddTo(new Model { Graph = forward }));
        IReadOnlyList<string?> gradients = OpCatalog.Find(forward.Nodes[0])!.Gradient(new GradientScope(builder, types.Typed(forward.Nodes[0]), [dy], types, i => i < 2));
        Assert.Null(gradients[2]);
        builder.Output(gradients[0]!, ElementType.Float);
        builder.Output(gradients[1]!, ElementType.Float);
        using ILoadedModel model = ((IModelRunner)new OnnxRuntimeRunner(1)).Load(FakeQuantizeFunction.AddTo(new Model { Graph = builder.ToGraph() }));
        IReadOnlyList<Tensor> given = model.Run([Of(wanted, "x", "shape", "x"), Of(wanted, "s", "steps", "scales"), Of(wanted, "dy", "shape", "dy")]);
        AssertClose(Floats(wanted, "y"), given[0]);
        AssertClose(Floats(wanted, "dx"), given[1]);
        AssertClose(Floats(wanted, "ds"), given[2]);
        Assert.Equal(Sizes(wanted, "steps"), given[2].Shape);
    }

    [Fact]
    public void Infer_ModelWithTheFunction_KnowsTheOutputsShape()
    {
        GraphTypes types = TypeInference.Infer(FakeQuantizeFunction.AddTo(new Model { Graph = Forward(Fixture[0]) }));
        Assert.Equal([4, 3], types.Tensor("y")!.Shape!.Select(d => d.Size!.Value));
        Assert.Empty(types.Unknown);
    }

    [Fact]
    public void AddTo_OlderModel_LiftsItsOpsetsAndKeepsOthers()
    {
        Model model = FakeQuantizeFunction.AddTo(new Model { Graph = Forward(Fixture[0]), IrVersion = 6, Opsets = [new("", 13), new("com.microsoft", 1)] });
        Assert.Equal((8L, 14L, 1L, 1L), (model.IrVersion, model.Opset(""), model.Opset("com.microsoft"), model.Opset("ai.fulcrum")));
        Assert.Equal(14, Assert.Single(model.Functions).Opsets[0].Version);
    }

    private static Graph Forward(JsonElement wanted)
    {
        var b = new GraphBuilder("forward");
        b.Input("x", ElementType.Float, [.. Sizes(wanted, "shape").Select(d => (Dim)d)]);
        b.Input("s", ElementType.Float, [.. Sizes(wanted, "steps").Select(d => (Dim)d)]);
        string zero = b.Constant(Tensor.Scalar("zero", wanted.GetProperty("zero").GetSingle()));
        b.Add(FakeQuantizeFunction.Call("x", "s", zero, "y", wanted.GetProperty("low").GetSingle(), wanted.GetProperty("high").GetSingle(), wanted.GetProperty("gain").GetSingle()));
        b.Output("y", ElementType.Float);
        return b.ToGraph();
    }

    private static Tensor Of(JsonElement wanted, string name, string shape, string values) => Tensor.From<float>(name, Sizes(wanted, shape), Floats(wanted, values));

    private static long[] Sizes(JsonElement wanted, string name) => [.. wanted.GetProperty(name).EnumerateArray().Select(v => v.GetInt64())];

    private static float[] Floats(JsonElement wanted, string name) => [.. wanted.GetProperty(name).EnumerateArray().Select(v => v.GetSingle())];

    private static void AssertClose(float[] expected, Tensor actual)
    {
        Assert.Equal(expected.Length, actual.ElementCount);
        Assert.All(expected.Zip(actual.Values<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 2e-6f));
    }
}
