using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Runtime;

namespace Fulcrum.Ops.Tests;

/// <summary>Compares an op's written gradient with central differences of the op itself, both run by ONNX Runtime.</summary>
internal sealed class NumericGradient
{
    private const float Step = 1f / 128;
    private readonly GradientCase _case;
    private readonly Tensor[] _inputs;
    private readonly Random _random;

    public NumericGradient(GradientCase gradientCase, int seed)
    {
        (_case, _random) = (gradientCase, new Random(seed));
        _inputs = [.. gradientCase.Shapes.Select((shape, i) => Random($"x{i}", shape))];
    }

    /// <summary>The largest difference over all elements of all inputs, relative to 1 or the derivative, whichever is larger.</summary>
    public double LargestError()
    {
        Graph forward = Forward();
        using ILoadedModel model = Load(forward);
        Tensor probe = Random("dy", model.Run(_inputs)[0].Shape, plain: true);
        using ILoadedModel backward = Load(Backward(forward, probe));
        IReadOnlyList<Tensor> written = backward.Run([.. _inputs, probe]);
        return Enumerable.Range(0, _inputs.Length).Max(i => Compare(model, probe, i, written[i]));
    }

    private Graph Forward()
    {
        var builder = new GraphBuilder("forward");
        string[] names = [.. _inputs.Select(t => builder.Input(t.Name, ElementType.Float, [.. t.Shape.Select(d => (Dim)d)]))];
        builder.Output(builder.Emit(_case.OpType, names, "y", _case.Attributes), ElementType.Float);
        return builder.ToGraph();
    }

    private Graph Backward(Graph forward, Tensor probe)
    {
        GraphBuilder builder = GraphBuilder.From(forward);
        builder.ClearOutputs();
        string dy = builder.Input(probe.Name, ElementType.Float, [.. probe.Shape.Select(d => (Dim)d)]);
        GraphTypes types = TypeInference.Infer(new Model { Graph = forward });
        OpNode node = types.Typed(forward.Nodes[0]);
        var scope = new GradientScope(builder, node, dy, types, _ => true);
        foreach (string? gradient in OpCatalog.Find("", _case.OpType)!.Gradient(scope))
            builder.Output(builder.Emit("Identity", [gradient!], "result"), ElementType.Float);
        return builder.ToGraph();
    }

    private double Compare(ILoadedModel model, Tensor probe, int input, Tensor written)
    {
        Assert.Equal(_inputs[input].Shape, written.Shape);
        double worst = 0;
        for (int i = 0; i < _inputs[input].ElementCount; i++)
        {
            double measured = (Project(model, probe, input, i, Step) - Project(model, probe, input, i, -Step)) / (2 * Step);
            worst = Math.Max(worst, Math.Abs(measured - written.Values<float>()[i]) / Math.Max(1, Math.Abs(measured)));
        }

        return worst;
    }

    private double Project(ILoadedModel model, Tensor probe, int input, int element, float step)
    {
        float[] moved = _inputs[input].Values<float>().ToArray();
        moved[element] += step;
        Tensor[] inputs = [.. _inputs];
        inputs[input] = Tensor.From<float>(_inputs[input].Name, _inputs[input].Shape, moved);
        ReadOnlySpan<float> y = model.Run(inputs)[0].Values<float>(), weights = probe.Values<float>();
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
            sum += (double)y[i] * weights[i];
        return sum;
    }

    private Tensor Random(string name, IReadOnlyList<long> shape, bool plain = false)
    {
        float[] values = new float[shape.Aggregate(1L, (n, d) => n * d)];
        for (int i = 0; i < values.Length; i++)
        {
            float value = (float)((_random.NextDouble() * 2) - 1);
            float sign = _case.Positive && !plain ? 1 : Math.Sign(value);
            values[i] = plain ? value : sign * (Math.Abs(value) + _case.Gap);
        }

        return Tensor.From<float>(name, shape, values);
    }

    private static ILoadedModel Load(Graph graph) =>
        ((IModelRunner)new OnnxRuntimeRunner(1)).Load(new Model { Graph = graph }, new LoadOptions { Optimization = OptimizationLevel.None });
}
