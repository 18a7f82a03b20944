using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;

namespace Fulcrum.Operators.Rules;

/// <summary>
/// BatchNormalization after a Conv, as part of the Conv: with a = scale / sqrt(var + epsilon), W' = a W and b' = a (b - mean) + bias, per output channel.
/// Computed in double precision, stored in float.
/// </summary>
public sealed class FoldBatchNormalizationRule : IGraphRule
{
    /// <inheritdoc/>
    public string Name => "fold-batch-normalization";

    /// <inheritdoc/>
    public RuleMatch Match(GraphIndex index, Node node)
    {
        if (node.OpType != "BatchNormalization" || OpsetImport.Canonical(node.Domain).Length > 0)
            return RuleMatch.No("It is no BatchNormalization.");
        if (node.Int("training_mode", 0) != 0 || node.Outputs.Skip(1).Any(o => o.Length > 0))
            return RuleMatch.No("It is in training mode.");
        if (index.Producer(node.Inputs[0]) is not int maker || index.Graph.Nodes[maker] is not { OpType: "Conv" } conv)
            return RuleMatch.No("It does not follow a Conv.");
        if (index.Consumers(conv.Outputs[0]).Count != 1 || index.Graph.Outputs.Any(o => o.Name == conv.Outputs[0]))
            return RuleMatch.No("The Conv's output is read elsewhere too.");
        Tensor?[] constants = [.. node.Inputs.Skip(1).Select(index.Initializer)];
        if (index.Initializer(conv.Inputs[1]) is not { Element: ElementType.Float } weight || constants.Any(c => c is not { Element: ElementType.Float }) || !HasConstantBias(index, conv))
            return RuleMatch.No("A weight or a statistic is no float constant.");
        return RuleMatch.Of(Fold(index, node, conv, weight, [.. constants.Select(c => c!.Values<float>().ToArray())]));
    }

    private static bool HasConstantBias(GraphIndex index, Node conv) =>
        conv.Inputs.Count < 3 || conv.Inputs[2].Length == 0 || index.Initializer(conv.Inputs[2]) is { Element: ElementType.Float };

    private static GraphEdit Fold(GraphIndex index, Node norm, Node conv, Tensor weight, float[][] constants)
    {
        (float[] scale, float[] shift, float[] mean, float[] variance) = (constants[0], constants[1], constants[2], constants[3]);
        double[] factor = [.. scale.Select((s, c) => s / Math.Sqrt(variance[c] + (double)norm.Float("epsilon", 1e-5f)))];
        float[] weights = weight.Values<float>().ToArray();
        int size = weights.Length / factor.Length;
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (float)(weights[i] * factor[i / size]);
        float[] bias = conv.Inputs.Count > 2 && conv.Inputs[2].Length > 0 ? index.Initializer(conv.Inputs[2])!.Values<float>().ToArray() : new float[factor.Length];
        for (int c = 0; c < bias.Length; c++)
            bias[c] = (float)((factor[c] * (bias[c] - (double)mean[c])) + shift[c]);
        string stem = norm.Outputs[0];
        var folded = conv with { Inputs = [conv.Inputs[0], $"{stem}/folded_weight", $"{stem}/folded_bias"], Outputs = [stem] };
        return new GraphEdit
        {
            Remove = [conv, norm],
            Insert = [folded],
            AddInitializers = [Tensor.From<float>(folded.Inputs[1], weight.Shape, weights), Tensor.From<float>(folded.Inputs[2], [bias.Length], bias)],
            RemoveInitializers = [.. conv.Inputs.Skip(1).Concat(norm.Inputs.Skip(1)).Where(i => i.Length > 0 && index.Consumers(i).Count == 1)],
        };
    }
}
