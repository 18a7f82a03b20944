using Fulcrum.Graphs;

namespace Fulcrum.Operators.Tests.Prune;

/// <summary>Writes small nets with seeded random weights, layer by layer.</summary>
internal sealed class PruneNet(int seed)
{
    private readonly GraphBuilder _builder = new("net");
    private readonly Random _random = new(seed);
    private int _count;

    public string Image(int channels, int side) => _builder.Input("x", ElementType.Float, Dim.Named("N"), channels, side, side);

    public string Rows(int width) => _builder.Input("x", ElementType.Float, Dim.Named("N"), Dim.Named("T"), width);

    public string Conv(string x, int from, int to, int kernel = 3, int group = 1, int stride = 1)
    {
        string name = $"conv{++_count}";
        int pad = kernel / 2;
        return _builder.Emit(
            "Conv", [x, Weight($"{name}.weight", to, from / group, kernel, kernel), Weight($"{name}.bias", to)], name,
            NodeAttribute.Of("group", group), NodeAttribute.Of("pads", (long[])[pad, pad, pad, pad]), NodeAttribute.Of("strides", (long[])[stride, stride]));
    }

    public string Norm(string x, int channels)
    {
        string name = $"norm{++_count}";
        return Add("BatchNormalization", x, Weight($"{name}.scale", channels), Weight($"{name}.shift", channels), Weight($"{name}.mean", channels), Weight($"{name}.variance", low: 0.5f, channels));
    }

    public string Dense(string x, int from, int to)
    {
        string name = $"dense{++_count}";
        return Add("Add", Add("MatMul", x, Weight($"{name}.weight", from, to)), Weight($"{name}.bias", to));
    }

    public string Gemm(string x, int from, int to) => _builder.Emit("Gemm", [x, Weight($"gemm{++_count}.weight", to, from), Weight($"gemm{_count}.bias", to)], $"gemm{_count}", NodeAttribute.Of("transB", 1));

    public string Add(string op, params string[] inputs) => _builder.Emit(op, inputs, op.ToLowerInvariant());

    public string With(string op, string[] inputs, params NodeAttribute[] attributes) => _builder.Emit(op, inputs, op.ToLowerInvariant(), attributes);

    public string[] Split(string x, int axis, int parts)
    {
        string[] outputs = [.. Enumerable.Range(0, parts).Select(_ => _builder.Unique("part"))];
        _builder.Add(new Node("Split", [x], outputs, NodeAttribute.Of("axis", axis)) { Name = outputs[0] + "/split" });
        return outputs;
    }

    public string Integers(params long[] values) => _builder.Constant(Tensor.From<long>(_builder.Unique("integers"), [values.Length], values));

    public string Weight(string name, params long[] shape) => Weight(name, -0.5f, shape);

    public Model Classify(string x, int channels)
    {
        _builder.Output(Gemm(Add("Flatten", Add("GlobalAveragePool", x)), channels, 3), ElementType.Float, Dim.Named("N"), 3);
        return Done();
    }

    public Model End(string y, params Dim[] shape)
    {
        _builder.Output(Add("Identity", y), ElementType.Float, shape);
        return Done();
    }

    private Model Done() => new() { Graph = _builder.ToGraph() };

    private string Weight(string name, float low, params long[] shape) =>
        _builder.Constant(Tensor.From<float>(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (n, d) => n * d)).Select(_ => low + _random.NextSingle())]));
}
