using Fulcrum.Graphs;

namespace Fulcrum.Zoo.Layers;

/// <summary>
/// Writes nodes and weights under the names of a torch export: a module's path is <c>/layer1/layer1.0/conv1</c>, its node
/// <c>/layer1/layer1.0/conv1/Conv</c>, its weight <c>layer1.0.conv1.weight</c>.
/// </summary>
/// <param name="graph">The graph to write to.</param>
/// <param name="seed">Seed of the weights.</param>
/// <param name="keepsNorms">Whether batch normalisation stays a node of its own instead of being folded into the convolution before it.</param>
internal sealed class LayerWriter(GraphBuilder graph, int seed, bool keepsNorms = false)
{
    private const float BiasBound = 0.05f;
    private const float NormSpread = 0.1f;
    private readonly HashSet<string> _constants = [];

    /// <summary>Whether batch normalisation stays a node of its own.</summary>
    public bool KeepsNorms => keepsNorms;

    /// <summary>Adds a node of the module at <paramref name="path"/> and returns its output.</summary>
    public string Emit(string path, string opType, string[] inputs, params NodeAttribute[] attributes) => EmitAs(null, path, opType, inputs, attributes);

    /// <summary>Adds a node whose output has a name of its own, when one is given.</summary>
    public string EmitAs(string? output, string path, string opType, string[] inputs, params NodeAttribute[] attributes)
    {
        string node = graph.Unique($"{path}/{opType}");
        string result = graph.Unique(output ?? $"{node}_output_0");
        graph.Add(new Node(opType, inputs, [result], attributes) { Name = node });
        return result;
    }

    /// <summary>Adds the module's weight, uniform with variance gain^2 / fanIn.</summary>
    public string Weight(string path, long fanIn, double gain, params long[] shape) =>
        graph.Constant(SeededWeights.Uniform(seed, $"{ParameterName(path)}.weight", shape, (float)(gain * Math.Sqrt(3.0 / fanIn)), 0));

    /// <summary>Adds the module's bias: small, not zero, as folded batch normalisation leaves it.</summary>
    public string Bias(string path, int count) =>
        graph.Constant(SeededWeights.Uniform(seed, $"{ParameterName(path)}.bias", [count], BiasBound, 0));

    /// <summary>Adds a normalisation's scale, near 1.</summary>
    public string Scale(string path, int count) => NearOne(path, "weight", count);

    /// <summary>Adds a batch normalisation's mean, near 0.</summary>
    public string Mean(string path, int count) =>
        graph.Constant(SeededWeights.Uniform(seed, $"{ParameterName(path)}.running_mean", [count], BiasBound, 0));

    /// <summary>Adds a batch normalisation's variance, near 1.</summary>
    public string Variance(string path, int count) => NearOne(path, "running_var", count);

    /// <summary>A constant list of integers, added on first use.</summary>
    public string Integers(string name, params long[] values) => Shared(name, () => Tensor.From<long>(name, [values.Length], values));

    /// <summary>A constant integer without dimensions, added on first use.</summary>
    public string Integer(string name, long value) => Shared(name, () => Tensor.Scalar(name, value));

    /// <summary>A constant float without dimensions, added on first use.</summary>
    public string Number(string name, float value) => Shared(name, () => Tensor.Scalar(name, value));

    /// <summary>A constant that several nodes share, added on first use.</summary>
    public string Shared(string name, Func<Tensor> make)
    {
        if (_constants.Add(name))
            graph.Constant(make());
        return name;
    }

    private string NearOne(string path, string parameter, int count) =>
        graph.Constant(SeededWeights.Uniform(seed, $"{ParameterName(path)}.{parameter}", [count], NormSpread, 1));

    // A list's element carries the list's name: /layer1/layer1.0 is layer1.0.
    private static string ParameterName(string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('.', parts.Where((part, i) => i == parts.Length - 1 || !parts[i + 1].StartsWith($"{part}.", StringComparison.Ordinal)));
    }
}
