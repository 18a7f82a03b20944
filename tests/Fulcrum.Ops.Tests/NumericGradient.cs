using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Runtime;

namespace Fulcrum.Ops.Tests;

/// <summary>
/// Compares an op's written gradient, in float as it is trained, with central differences of the op itself, in double where ONNX Runtime
/// has kernels for it and in float elsewhere; both run by ONNX Runtime.
/// </summary>
internal sealed class NumericGradient
{
    private readonly GradientCase _case;
    private readonly GradientInputs _inputs;
    private readonly Lazy<bool> _isDouble;

    public NumericGradient(GradientCase gradientCase, int seed)
    {
        (_case, _inputs) = (gradientCase, new GradientInputs(gradientCase, seed));
        _isDouble = new Lazy<bool>(() => !gradientCase.Single && HasDoubleKernel());
    }

    /// <summary>Whether the differences are taken in double.</summary>
    public bool IsDouble => _isDouble.Value;

    private double Step => IsDouble ? 1.0 / (1 << 14) : _case.Linear ? 0.25 : 1.0 / 128;

    /// <summary>The largest difference over all elements of all inputs, relative to 1 or the derivative, whichever is larger.</summary>
    public double LargestError()
    {
        using ILoadedModel model = Load(Forward(IsDouble), OptimizationLevel.None);
        Tensor[] outputs = [.. model.Run(Given(IsDouble, _inputs.Values)).Take(_case.ReadOutputs)];
        double[][] probes = [.. outputs.Select(y => _inputs.Random(y.ElementCount, plain: true))];
        Tensor[] seeds = [.. probes.Select((p, i) => GradientInputs.Tensor($"dy{i}", outputs[i].Shape, p, asDouble: false))];
        using ILoadedModel backward = Load(Backward(Forward(asDouble: false), seeds), OptimizationLevel.All);
        IReadOnlyList<Tensor> written = backward.Run([.. Given(false, _inputs.Values), .. seeds]);
        return Enumerable.Range(0, _inputs.Values.Length).Max(i => Compare(model, probes, i, written[i]));
    }

    /// <summary>Positions of the inputs that get a gradient when one at a time is wanted, each with the one wanted.</summary>
    public static IEnumerable<(int Wanted, int[] Given)> OneByOne(GradientCase gradientCase)
    {
        var numeric = new NumericGradient(gradientCase, seed: 1);
        Graph forward = numeric.Forward(asDouble: false);
        string?[] dy = [.. Enumerable.Range(0, gradientCase.ReadOutputs).Select(i => $"dy{i}")];
        foreach (int wanted in Differentiable(forward.Nodes[0]))
        {
            IReadOnlyList<string?> gradients = numeric.Gradients(GraphBuilder.From(forward), forward, dy, [wanted]);
            yield return (wanted, [.. Enumerable.Range(0, gradients.Count).Where(i => gradients[i] is not null)]);
        }
    }

    private bool HasDoubleKernel()
    {
        try
        {
            Load(Forward(asDouble: true), OptimizationLevel.None).Dispose();
            return true;
        }
        catch (InputException refused) when (refused.Problems[0].Code == "model-not-runnable")
        {
            return false;
        }
    }

    private Graph Forward(bool asDouble)
    {
        ElementType element = asDouble ? ElementType.Double : ElementType.Float;
        var builder = new GraphBuilder("forward");
        var free = new Queue<string>(_case.Shapes.Select((shape, i) => builder.Input($"x{i}", element, [.. shape.Select(d => (Dim)d)])));
        var names = new List<string>();
        for (int position = 0; free.Count > 0 || _case.Fixed.Any(f => f.Position >= position); position++)
        {
            (int Position, Tensor? Value)[] found = [.. _case.Fixed.Where(f => f.Position == position)];
            names.Add(found.Length == 0 ? free.Dequeue() : found[0].Value is { } value ? builder.Constant(GradientInputs.As(value, asDouble) with { Name = $"fixed{position}" }) : "");
        }

        string[] outputs = [.. Enumerable.Range(0, _case.Outputs).Select(i => $"y{i}")];
        builder.Add(new Node(_case.OpType, names, outputs, _case.Attributes) { Domain = _case.Domain, Name = "node" });
        foreach (string output in outputs.Take(_case.ReadOutputs))
            builder.Output(output, _case.Result ?? element);
        return builder.ToGraph();
    }

    private Graph Backward(Graph forward, Tensor[] seeds)
    {
        GraphBuilder builder = GraphBuilder.From(forward);
        builder.ClearOutputs();
        string?[] dy = [.. seeds.Select(s => builder.Input(s.Name, ElementType.Float, [.. s.Shape.Select(d => (Dim)d)]))];
        if (_case.Result is { } result)
            dy = [.. dy.Select(d => builder.Emit("Cast", [d!], "seed", NodeAttribute.Of("to", (long)result)))];
        int[] free = Differentiable(forward.Nodes[0]);
        IReadOnlyList<string?> gradients = Gradients(builder, forward, dy, free);
        foreach (int input in free)
            builder.Output(builder.Emit("Identity", [gradients[input] ?? builder.Constant(Tensor.From<float>(builder.Unique("none"), _case.Shapes[Array.IndexOf(free, input)], new float[_case.Shapes[Array.IndexOf(free, input)].Aggregate(1L, (n, d) => n * d)]))], "result"), ElementType.Float);
        return builder.ToGraph();
    }

    private IReadOnlyList<string?> Gradients(GraphBuilder builder, Graph forward, string?[] dy, int[] wanted)
    {
        GraphTypes types = TypeInference.Infer(Model(forward));
        var scope = new GradientScope(builder, types.Typed(forward.Nodes[0]), dy, types, wanted.Contains);
        IReadOnlyList<string?> gradients = OpCatalog.Find(_case.Domain, _case.OpType)!.Gradient(scope);
        Assert.Empty(scope.Ignored);
        return gradients;
    }

    private static int[] Differentiable(Node node) => [.. Enumerable.Range(0, node.Inputs.Count).Where(i => node.Inputs[i].StartsWith('x'))];

    private double Compare(ILoadedModel model, double[][] probes, int input, Tensor written)
    {
        Assert.Equal(_case.Shapes[input], written.Shape);
        double worst = 0;
        for (int i = 0; i < _inputs.Values[input].Length; i++)
        {
            double measured = (Project(model, probes, input, i, Step) - Project(model, probes, input, i, -Step)) / (2 * Step);
            double error = Math.Abs(measured - written.Values<float>()[i]) / Math.Max(1, Math.Abs(measured));
            worst = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(worst, error);
        }

        return worst;
    }

    private double Project(ILoadedModel model, double[][] probes, int input, int element, double step)
    {
        double[][] moved = [.. _inputs.Values.Select(v => v.ToArray())];
        moved[input][element] += step;
        return model.Run(Given(IsDouble, moved)).Take(probes.Length).Select((y, o) => GradientInputs.Numbers(y).Zip(probes[o], (a, b) => a * b).Sum()).Sum();
    }

    private Tensor[] Given(bool asDouble, double[][] values) =>
        [.. values.Select((v, i) => GradientInputs.Tensor($"x{i}", _case.Shapes[i], v, asDouble))];

    private Model Model(Graph graph) => _case.OpType == FakeQuantizeFunction.Name ? FakeQuantizeFunction.AddTo(Plain(graph)) : Plain(graph);

    private Model Plain(Graph graph) => new()
    {
        Graph = graph,
        Opsets = _case.Domain.Length == 0 ? [new("", _case.Opset)] : [new("", _case.Opset), new(_case.Domain, 1)],
        IrVersion = _case.Opset > 20 ? 10 : 8,
    };

    private ILoadedModel Load(Graph graph, OptimizationLevel level) =>
        ((IModelRunner)new OnnxRuntimeRunner(1)).Load(Model(graph), new LoadOptions { Optimization = level });
}
