using Fulcrum.Graphs;
using Fulcrum.Runtime;

namespace Fulcrum.Ops.Tests;

/// <summary>Every gradient against central differences of L = sum(c * op(x)), with random c.</summary>
public sealed class GradientTests
{
    private const float Step = 1e-2f;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, GradientCase.All.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_AgainstCentralDifferences_Agrees(int index)
    {
        GradientCase form = GradientCase.All[index];
        var random = new Random(index);
        Tensor[] inputs = [.. form.Shapes.Select((shape, i) => Tensor.From<float>($"x{i}", shape, Away(shape, random)))];
        Graph forward = Forward(form, inputs);
        using OnnxRuntimeModel run = new OnnxRuntimeRunner(1).Load(new Model { Graph = forward });
        Tensor output = run.Run(inputs)[0];
        float[] weights = [.. Enumerable.Range(0, (int)output.ElementCount).Select(_ => random.NextSingle() - 0.5f)];
        IReadOnlyList<Tensor> analytic = Backward(form, forward, inputs, Tensor.From<float>("seed", output.Shape, weights));
        for (int i = 0; i < inputs.Length; i++)
        {
            Assert.Equal(inputs[i].Shape, analytic[i].Shape);
            for (int j = 0; j < inputs[i].ElementCount; j++)
            {
                double numeric = (Loss(run, inputs, i, j, Step, weights) - Loss(run, inputs, i, j, -Step, weights)) / (2 * Step);
                Assert.True(Math.Abs(numeric - analytic[i].Values<float>()[j]) < 2e-3, $"{form}, input {i}[{j}]: {analytic[i].Values<float>()[j]} against {numeric}");
            }
        }
    }

    [Fact]
    public void Catalog_EveryOpThatClaimsAGradient_IsCheckedHere() =>
        Assert.Equal(OpCatalog.All.Where(d => d.HasGradient).Select(d => d.OpType).Order(), GradientCase.All.Select(c => c.OpType).Distinct().Order());

    [Fact]
    public void Catalog_EveryDefinition_IsListed()
    {
        var defined = typeof(OpDefinition).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(OpDefinition)) && !t.IsAbstract);
        Assert.Equal(defined.Select(t => t.Name).Order(), OpCatalog.All.Select(d => d.GetType().Name).Order());
    }

    [Fact]
    public void Catalog_EveryDefinition_HasARowInTheDocs()
    {
        string? root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root!, "Fulcrum.slnx")))
            root = Path.GetDirectoryName(root);
        string page = File.ReadAllText(Path.Combine(root!, "docs", "ops.md"));
        Assert.All(OpCatalog.All, d => Assert.Contains($"| `{d.OpType}` |", page));
    }

    // Relu has no derivative at zero: stay away from it by more than a step.
    private static float[] Away(long[] shape, Random random) =>
        [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (random.NextSingle() + (3 * Step)) * (random.Next(2) == 0 ? -1 : 1))];

    private static Graph Forward(GradientCase form, Tensor[] inputs)
    {
        var b = new GraphBuilder("form");
        foreach (Tensor input in inputs)
            b.Input(input.Name, ElementType.Float, [.. input.Shape.Select(d => (Dim)d)]);
        b.Add(new Node(form.OpType, [.. inputs.Select(t => t.Name)], ["y"], form.Attributes) { Name = "node" });
        TensorType type = TypeInference.Infer(b.ToGraph())["y"];
        b.Output("y", ElementType.Float, [.. type.Shape!]);
        return b.ToGraph();
    }

    private static IReadOnlyList<Tensor> Backward(GradientCase form, Graph forward, Tensor[] inputs, Tensor seed)
    {
        var b = GraphBuilder.From(forward);
        b.ClearOutputs();
        b.Constant(seed);
        var types = TypeInference.Infer(forward);
        var scope = new GradientScope(b, TypeInference.Typed(forward.Nodes[0], types), "seed", types, _ => true);
        IReadOnlyList<string?> gradients = OpCatalog.Find("", form.OpType)!.Gradient(scope);
        foreach ((string? gradient, Tensor input) in gradients.Zip(inputs))
            b.Output(gradient!, ElementType.Float, [.. input.Shape.Select(d => (Dim)d)]);
        using OnnxRuntimeModel model = new OnnxRuntimeRunner(1).Load(new Model { Graph = b.ToGraph() });
        return model.Run(inputs);
    }

    private static double Loss(OnnxRuntimeModel run, Tensor[] inputs, int input, int element, float step, float[] weights)
    {
        float[] moved = inputs[input].Values<float>().ToArray();
        moved[element] += step;
        Tensor[] changed = [.. inputs];
        changed[input] = Tensor.From<float>(inputs[input].Name, inputs[input].Shape, moved);
        float[] output = run.Run(changed)[0].Values<float>().ToArray();
        return output.Zip(weights, (y, c) => (double)y * c).Sum();
    }
}
