using Fulcrum.Graphs;

namespace Fulcrum.Operators.Sptq;

/// <summary>What writers of quantized graphs share.</summary>
internal static class QuantizedGraph
{
    /// <summary>Adds the codes of a weight and the node that dequantizes them; the name of the float values.</summary>
    public static string Dequantize(this GraphBuilder builder, WeightGrid grid, string stem)
    {
        string values = builder.Constant(grid.Values with { Name = builder.Unique(grid.Values.Name) });
        return builder.Dequantize(values, stem, grid.Scales, grid.Axis, Tensor.From<sbyte>("", grid.Axis is null ? [] : [grid.Scales.Length], new sbyte[grid.Scales.Length]));
    }

    /// <summary>Adds a node that dequantizes stored values; the name of the float values.</summary>
    public static string Dequantize(this GraphBuilder builder, string values, string stem, float[] scales, int? axis, Tensor zero)
    {
        string scale = builder.Constant(Tensor.From<float>(builder.Unique($"{stem}/scale"), axis is null ? [] : [scales.Length], scales));
        string zeros = builder.Constant(zero with { Name = builder.Unique($"{stem}/zero") });
        return builder.Emit("DequantizeLinear", [values, scale, zeros], $"{stem}/dequantized", axis is int a ? [NodeAttribute.Of("axis", a)] : []);
    }

    /// <summary>What was built, without constants that nobody reads any more; all else as in the graph it was made from.</summary>
    public static Graph OfRead(this GraphBuilder builder, Graph origin)
    {
        Graph graph = builder.ToGraph();
        HashSet<string> read = [.. graph.Nodes.SelectMany(GraphIndex.Reads), .. graph.Outputs.Select(o => o.Name)];
        return origin with { Nodes = graph.Nodes, Initializers = [.. graph.Initializers.Where(t => read.Contains(t.Name))] };
    }
}
