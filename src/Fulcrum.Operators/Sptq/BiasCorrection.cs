using System.Numerics.Tensors;
using Fulcrum.Graphs;
using Tensor = Fulcrum.Graphs.Tensor;

namespace Fulcrum.Operators.Sptq;

/// <summary>
/// Empirical bias correction (Nagel et al. 2019): rounding moves the mean of output channel c by (W' - W)_c E[x]; the bias takes that back. A Conv or Gemm without
/// a bias gets one; a MatMul is corrected in the constant that an Add puts on its output, and not at all without one.
/// </summary>
internal static class BiasCorrection
{
    /// <summary>The model with corrected biases; node positions stay.</summary>
    /// <param name="model">The float model.</param>
    /// <param name="errors">Mean error of each output channel, by the weight's name.</param>
    /// <param name="sites">The weights.</param>
    public static Model Apply(Model model, IReadOnlyDictionary<string, double[]> errors, IReadOnlyList<WeightSite> sites)
    {
        var index = new GraphIndex(model.Graph);
        Node[] nodes = [.. model.Graph.Nodes];
        var added = new List<Tensor>();
        foreach ((WeightSite site, int position) in sites.Where(s => errors.ContainsKey(s.Weight.Name)).SelectMany(s => s.Nodes.Select(n => (s, n))))
        {
            if (Target(index, position) is not (int target, int input))
                continue;
            Node node = nodes[target];
            Tensor? bias = input < node.Inputs.Count ? index.Initializer(node.Inputs[input]) : null;
            double[] error = errors[site.Weight.Name];
            if (bias is not null && (bias.Element != ElementType.Float || bias.ElementCount != error.Length))
                continue;
            float[] values = bias?.Values<float>().ToArray() ?? new float[error.Length];
            for (int c = 0; c < values.Length; c++)
                values[c] = (float)(values[c] - error[c]);
            string name = $"{node.Outputs[0]}/corrected_bias";
            added.Add(Tensor.From<float>(name, bias?.Shape ?? [values.Length], values));
            nodes[target] = node with { Inputs = [.. Enumerable.Range(0, Math.Max(node.Inputs.Count, input + 1)).Select(i => i == input ? name : i < node.Inputs.Count ? node.Inputs[i] : "")] };
        }

        HashSet<string> read = [.. nodes.SelectMany(GraphIndex.Reads), .. model.Graph.Outputs.Select(o => o.Name)];
        return model with { Graph = model.Graph with { Nodes = nodes, Initializers = [.. model.Graph.Initializers.Where(t => read.Contains(t.Name)), .. added] } };
    }

    /// <summary>The mean error of each output channel.</summary>
    /// <param name="site">The weight, with a layout.</param>
    /// <param name="grid">What it becomes.</param>
    /// <param name="statistics">The mean of its inputs.</param>
    public static double[] Error(WeightSite site, WeightGrid grid, LayerStatistics statistics)
    {
        WeightLayout layout = site.Layout!;
        float[] difference = grid.Dequantized();
        TensorPrimitives.Subtract(difference, site.Weight.Values<float>(), difference);
        double[] errors = new double[layout.Rows];
        for (int g = 0; g < layout.Groups; g++)
        {
            double[] mean = statistics.Mean(g);
            for (int r = g * layout.GroupRows; r < (g + 1) * layout.GroupRows; r++)
            {
                for (int k = 0; k < layout.Columns; k++)
                    errors[r] += difference[(r * layout.RowStride) + (k * layout.ColumnStride)] * mean[k];
            }
        }

        return errors;
    }

    /// <summary>The node and the input that hold the bias of a layer; null when it has none and can have none.</summary>
    private static (int Node, int Input)? Target(GraphIndex index, int layer)
    {
        Node node = index.Graph.Nodes[layer];
        if (node.OpType is "Conv" or "Gemm")
            return node.Inputs.Count < 3 || node.Inputs[2].Length == 0 || index.Initializer(node.Inputs[2]) is not null ? (layer, 2) : null;
        if (index.Consumers(node.Outputs[0]) is not [int reader] || index.Graph.Nodes[reader] is not { OpType: "Add" } add || index.Graph.Outputs.Any(o => o.Name == node.Outputs[0]))
            return null;
        int constant = add.Inputs[0] == node.Outputs[0] ? 1 : 0;
        return index.Initializer(add.Inputs[constant]) is { Shape: [.., _] } bias && bias.Shape[^1] == bias.ElementCount ? (reader, constant) : null;
    }
}
