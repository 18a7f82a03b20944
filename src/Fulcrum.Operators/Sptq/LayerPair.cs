using Fulcrum.Graphs;

namespace Fulcrum.Operators.Sptq;

/// <summary>Two layers of which the second reads nothing but what the first makes, channel by channel, and nobody else reads that.</summary>
/// <param name="First">The first weight.</param>
/// <param name="FirstLayout">It as matrices.</param>
/// <param name="Bias">The first layer's bias; null when it has none.</param>
/// <param name="Second">The second weight.</param>
/// <param name="SecondLayout">It as matrices.</param>
/// <param name="Between">The values between them.</param>
internal sealed record LayerPair(Tensor First, WeightLayout FirstLayout, Tensor? Bias, Tensor Second, WeightLayout SecondLayout, IReadOnlyList<string> Between)
{
    /// <summary>The constants that equalising changes.</summary>
    public IEnumerable<Tensor> Tensors => Bias is null ? [First, Second] : [First, Second, Bias];

    /// <summary>The pairs of a graph, in order.</summary>
    public static IEnumerable<LayerPair> Find(Graph graph)
    {
        var index = new GraphIndex(graph);
        HashSet<string> outputs = [.. graph.Outputs.Select(o => o.Name)];
        foreach (Node first in graph.Nodes.Where(n => n.OpType is "Conv" or "Gemm" && n.Domain.Length == 0))
        {
            var between = new List<string> { first.Outputs[0] };
            Node? second = Reader(first.Outputs[0]);
            if (second is { OpType: "Relu" or "LeakyRelu" })
            {
                between.Add(second.Outputs[0]);
                second = Reader(second.Outputs[0]);
            }

            if (second?.OpType == first.OpType && second.Inputs[0] == between[^1] && Of(index, first, second, between) is LayerPair pair)
                yield return pair;
        }

        Node? Reader(string value) => !outputs.Contains(value) && index.Consumers(value) is [int only] && graph.Nodes[only].Domain.Length == 0 ? graph.Nodes[only] : null;
    }

    /// <summary>Elements of the first weight that make a channel.</summary>
    public IEnumerable<int> Made(int channel) => Enumerable.Range(0, FirstLayout.Columns).Select(k => (channel * FirstLayout.RowStride) + (k * FirstLayout.ColumnStride));

    /// <summary>Elements of the second weight that read a channel.</summary>
    public IEnumerable<int> Read(int channel)
    {
        int kernel = SecondLayout.Columns * SecondLayout.Groups / FirstLayout.Rows, inside = FirstLayout.Rows / SecondLayout.Groups;
        (int group, int local) = (channel / inside, channel % inside);
        return Enumerable.Range(group * SecondLayout.GroupRows, SecondLayout.GroupRows)
            .SelectMany(row => Enumerable.Range(local * kernel, kernel).Select(k => (row * SecondLayout.RowStride) + (k * SecondLayout.ColumnStride)));
    }

    private static LayerPair? Of(GraphIndex index, Node first, Node second, IReadOnlyList<string> between)
    {
        Tensor? bias = first.Inputs.Count > 2 && first.Inputs[2].Length > 0 ? index.Initializer(first.Inputs[2]) : null;
        bool hasOddBias = first.Inputs.Count > 2 && first.Inputs[2].Length > 0 && !(bias is { Element: ElementType.Float } && index.Consumers(bias.Name).Count == 1);
        if (hasOddBias || Weight(index, first) is not (Tensor a, WeightLayout from) || Weight(index, second) is not (Tensor b, WeightLayout to) || a.Name == b.Name)
            return null;
        bool fits = (bias is null || bias.ElementCount == from.Rows) && to.Columns * to.Groups % from.Rows == 0 && from.Rows % to.Groups == 0;
        return fits ? new LayerPair(a, from, bias, b, to, between) : null;
    }

    private static (Tensor Weight, WeightLayout Layout)? Weight(GraphIndex index, Node node) =>
        index.Initializer(node.Inputs[1]) is { Element: ElementType.Float } weight && index.Consumers(weight.Name).Count == 1 && WeightLayout.Of(node, weight) is { } layout ? (weight, layout) : null;
}
