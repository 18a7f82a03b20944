using Fulcrum.Graphs;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Operators.Pack;

/// <summary>Biases on grids, at the same price of a bit as the weights.</summary>
internal static class BiasPacking
{
    /// <summary>Biases shorter than this stay float.</summary>
    private const int Fewest = 4;

    /// <summary>The packed biases of layers.</summary>
    public static IEnumerable<PackedTensor> Of(Model model, IEnumerable<RoundedLayer> layers)
    {
        var index = new GraphIndex(model.Graph);
        HashSet<string> seen = [];
        foreach (RoundedLayer layer in layers)
        {
            Node node = model.Graph.Nodes[layer.Layer.Site.Nodes[0]];
            if (node.OpType is "Conv" or "Gemm" && node.Inputs.Count > 2 && index.Initializer(node.Inputs[2]) is { Element: ElementType.Float, ElementCount: >= Fewest } bias && index.Consumers(bias.Name).Count == 1 && seen.Add(bias.Name)
                && bias.ElementCount == layer.Layer.Layout.Rows && Step(bias, layer) is double step)
                yield return Packed(bias, StepGrid.Code(step));
        }
    }

    /// <summary>A bias is a weight of an input that is always 1: its error counts s_r. Null when it cannot be on a grid.</summary>
    private static double? Step(Tensor bias, RoundedLayer layer)
    {
        double largest = 0;
        foreach (float value in bias.Values<float>())
            largest = Math.Max(largest, Math.Abs(value));
        double step = Math.Sqrt(layer.StepPrice / layer.Layer.RowWeights.Average());
        return double.IsFinite(largest) && largest / step < 1 << 24 ? step : null;
    }

    private static PackedTensor Packed(Tensor bias, int code)
    {
        double step = StepGrid.Step(code);
        return new PackedTensor(bias.Name, bias.Shape, [code], [], [.. bias.Values<float>().ToArray().Select(v => (int)Math.Round(v / step))]);
    }
}
