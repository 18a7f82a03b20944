using Fulcrum.Graphs;

namespace Fulcrum.Training.Steps;

/// <summary>Which initializers a model learns: floats that an output depends on through floats, without running statistics and without constants of formulas.</summary>
internal static class TrainableTensors
{
    private static readonly HashSet<string> Formulas = ["Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Clip", "Where", "Equal", "Greater", "Less", "Mod", "Resize", "Upsample", "Pad", "Range", "Dropout", "OneHot", "QuantizeLinear", "DequantizeLinear"];

    public static IReadOnlyCollection<string> Of(Model model)
    {
        var index = new GraphIndex(model.Graph);
        HashSet<string> reached = Reached(index);
        return [.. model.Graph.Initializers.Where(t => t.Element == ElementType.Float && t.ElementCount > 0 && reached.Contains(t.Name) && IsLearnt(index, t) && !IsMask(t)).Select(t => t.Name)];
    }

    private static HashSet<string> Reached(GraphIndex index)
    {
        HashSet<string> reached = [.. index.Graph.Outputs.Select(o => o.Name)];
        foreach (Node node in index.Graph.Nodes.Reverse())
        {
            if (!node.Outputs.Any(reached.Contains) || node.OpType is "Shape" or "Size")
                continue;
            bool normalizes = node.OpType == "BatchNormalization";
            reached.UnionWith(normalizes ? node.Inputs.Take(3) : GraphIndex.Reads(node));
        }

        return reached;
    }

    /// <summary>Attention masks: nothing where a position is seen, far below zero where it is not.</summary>
    private static bool IsMask(Tensor tensor)
    {
        bool hides = false;
        foreach (float value in tensor.Values<float>())
        {
            if (!(value is 0 or <= -1000))
                return false;
            hides |= value != 0;
        }

        return hides;
    }

    /// <summary>A single number that arithmetic reads is part of a formula (a scale, an epsilon), not something learnt.</summary>
    private static bool IsLearnt(GraphIndex index, Tensor tensor) => index.Consumers(tensor.Name).All(c => index.Graph.Nodes[c] is var reader
        && (tensor.ElementCount > 1 || !Formulas.Contains(reader.OpType))
        && reader.OpType is not ("Resize" or "Upsample" or "Range" or "Clip" or "QuantizeLinear" or "DequantizeLinear" or "Where"));
}
