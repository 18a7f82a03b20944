using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Runtime;

namespace Fulcrum.Ops.Tests;

/// <summary>
/// Compares an op's written gradient with central differences of the op itself, both run by ONNX Runtime. In single precision with step
/// 1/128 rounding gives about 1e-7 * 64 and the third derivative about step² / 6; in double precision both are below 1e-9.
/// </summary>
internal sealed class NumericGradient
{
    private readonly GradientCase _case;
    private readonly double[][] _values;
    private readonly Random _random;
    private readonly double _step;

    public NumericGradient(GradientCase gradientCase, int seed)
    {
        (_case, _random) = (gradientCase, new Random(seed));
        _step = gradientCase.Double ? 1e-5 : gradientCase.Linear ? 0.25 : 1.0 / 128;
        _values = [.. gradientCase.Shapes.Select(shape => Random(shape))];
    }

    private ElementType Element => _case.Double ? ElementType.Double : ElementType.Float;

    /// <summary>The largest difference over all elements of all inputs, relative to 1 or the derivative, whichever is larger.</summary>
    public double LargestError()
    {
        Graph forward = Forward();
        using ILoadedModel model = Load(forward);
        Tensor first = model.Run(Inputs(_values))[0];
        Tensor probe = Pack("dy", first.Shape, Random([.. first.Shape], plain: true));
        using ILoadedModel backward = Load(Backward(forward, probe, out bool[] given));
        IReadOnlyList<Tensor> written = backward.Run([.. Inputs(_values), probe]);
        int next = 0;
        return Enumerable.Range(0, _values.Length).Max(i => Compare(model, Unpack(probe), i, given[i] ? written[next++] : Pack("none", _case.Shapes[i], new double[_values[i].Length])));
    }

    private Graph Forward()
    {
        var builder = new GraphBuilder("forward");
        string[] names = [.. _case.Shapes.Select((shape, i) => builder.Input($"x{i}", Element, [.. shape.Select(d => (Dim)d)]))];
        var inputs = new List<string>();
        for (int next = 0; next < names.Length || _case.Fixed.ContainsKey(inputs.Count);)
            inputs.Add(!_case.Fixed.TryGetValue(inputs.Count, out Tensor? constant) ? names[next++] : constant is null ? "" : builder.Constant(constant with { Name = $"c{inputs.Count}" }));
        string[] outputs = [.. Enumerable.Range(0, _case.Outputs).Select(i => $"y{i}")];
        builder.Add(new Node(_case.OpType, inputs, outputs, _case.Attributes) { Name = "forward" });
        builder.Output(outputs[0], Element);
        return builder.ToGraph();
    }

    private Graph Backward(Graph forward, Tensor probe, out bool[] given)
    {
        GraphBuilder builder = GraphBuilder.From(forward);
        builder.ClearOutputs();
        string dy = builder.Input(probe.Name, Element, [.. probe.Shape.Select(d => (Dim)d)]);
        GraphTypes types = TypeInference.Infer(Whole(forward));
        OpNode node = types.Typed(forward.Nodes[0]);
        int[] positions = [.. Enumerable.Range(0, node.Node.Inputs.Count).Where(i => !_case.Fixed.ContainsKey(i))];
        var scope = new GradientScope(builder, node, dy, types, positions.Contains);
        IReadOnlyList<string?> gradients = OpCatalog.Find("", _case.OpType)!.Gradient(scope);
        string?[] wanted = [.. positions.Select(i => gradients[i])];
        foreach (string? gradient in wanted.Where(g => g is not null))
            builder.Output(builder.Emit("Identity", [gradient!], "result"), Element);
        given = [.. wanted.Select(g => g is not null)];
        return builder.ToGraph();
    }

    private double Compare(ILoadedModel model, double[] probe, int input, Tensor written)
    {
        Assert.Equal(_case.Shapes[input], written.Shape);
        double[] gradient = Unpack(written);
        double worst = 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            double measured = (Project(model, probe, input, i, _step) - Project(model, probe, input, i, -_step)) / (2 * _step);
            worst = Math.Max(worst, Math.Abs(measured - gradient[i]) / Math.Max(1, Math.Abs(measured)));
        }

        return worst;
    }

    private double Project(ILoadedModel model, double[] probe, int input, int element, double step)
    {
        double[][] moved = [.. _values];
        moved[input] = [.. _values[input]];
        moved[input][element] += step;
        return Unpack(model.Run(Inputs(moved))[0]).Zip(probe, (y, weight) => y * weight).Sum();
    }

    private Tensor[] Inputs(double[][] values) => [.. values.Select((v, i) => Pack($"x{i}", _case.Shapes[i], v))];

    private Tensor Pack(string name, IReadOnlyList<long> shape, double[] values) => _case.Double
        ? Tensor.From<double>(name, shape, values)
        : Tensor.From<float>(name, shape, [.. values.Select(v => (float)v)]);

    private static double[] Unpack(Tensor tensor) => tensor.Element == ElementType.Double
        ? tensor.Values<double>().ToArray()
        : [.. tensor.Values<float>().ToArray().Select(v => (double)v)];

    /// <summary>Values in single precision, so that both precisions start from the same.</summary>
    private double[] Random(long[] shape, bool plain = false)
    {
        double[] values = new double[shape.Aggregate(1L, (n, d) => n * d)];
        for (int i = 0; i < values.Length; i++)
        {
            double value = (float)((_random.NextDouble() * 2) - 1);
            double sign = _case.Positive && !plain ? 1 : Math.Sign(value);
            values[i] = plain ? value : sign * (Math.Abs(value) + _case.Gap);
        }

        return values;
    }

    private Model Whole(Graph graph) => new() { Graph = graph, Opsets = [new OpsetImport("", _case.Opset)] };

    private ILoadedModel Load(Graph graph) =>
        ((IModelRunner)new OnnxRuntimeRunner(1)).Load(Whole(graph), new LoadOptions { Optimization = OptimizationLevel.None });
}
