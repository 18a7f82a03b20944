using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;

namespace Fulcrum.Operators.Rules;

/// <summary>A constant per channel that is added to a Conv's output becomes the Conv's bias, or part of it.</summary>
public sealed class FoldBiasRule : IGraphRule
{
    /// <inheritdoc/>
    public string Name => "fold-bias";

    /// <inheritdoc/>
    public RuleMatch Match(GraphIndex index, Node node)
    {
        if (node.OpType != "Add" || OpsetImport.Canonical(node.Domain).Length > 0)
            return RuleMatch.No("It is no Add.");
        int constant = index.Initializer(node.Inputs[1]) is not null ? 1 : 0;
        if (index.Initializer(node.Inputs[constant]) is not { Element: ElementType.Float, Data: not null } added || index.Producer(node.Inputs[1 - constant]) is not int maker || index.Graph.Nodes[maker] is not { OpType: "Conv" } conv)
            return RuleMatch.No("It does not add a constant to a Conv.");
        if (index.Consumers(conv.Outputs[0]).Count != 1 || index.Graph.Outputs.Any(o => o.Name == conv.Outputs[0]))
            return RuleMatch.No("The Conv's output is read elsewhere too.");
        if (index.Initializer(conv.Inputs[1]) is not { } weight || !IsPerChannel(added.Shape, weight.Shape))
            return RuleMatch.No("The constant is not one value per channel.");
        Tensor? bias = conv.Inputs.Count > 2 && conv.Inputs[2].Length > 0 ? index.Initializer(conv.Inputs[2]) : null;
        if (bias is null && conv.Inputs.Count > 2 && conv.Inputs[2].Length > 0)
            return RuleMatch.No("The Conv's bias is no constant.");
        float[] values = new float[weight.Shape[0]];
        for (int c = 0; c < values.Length; c++)
            values[c] = added.Values<float>()[added.ElementCount == 1 ? 0 : c] + (bias is null ? 0 : bias.Values<float>()[c]);
        string name = $"{node.Outputs[0]}/folded_bias";
        return RuleMatch.Of(new GraphEdit
        {
            Remove = [conv, node],
            Insert = [conv with { Inputs = [conv.Inputs[0], conv.Inputs[1], name], Outputs = [node.Outputs[0]] }],
            AddInitializers = [Tensor.From<float>(name, [values.Length], values)],
            RemoveInitializers = [.. new[] { added.Name, bias?.Name ?? "" }.Where(n => n.Length > 0 && index.Consumers(n).Count == 1)],
        });
    }

    /// <summary>[C, 1, 1], with leading ones or not, for an output [N, C, height, width].</summary>
    private static bool IsPerChannel(IReadOnlyList<long> added, IReadOnlyList<long> weight)
    {
        int channel = added.Count - (weight.Count - 1);
        return added.Count <= weight.Count && added.Select((d, i) => i == channel ? d == weight[0] || d == 1 : d == 1).All(fits => fits);
    }
}
