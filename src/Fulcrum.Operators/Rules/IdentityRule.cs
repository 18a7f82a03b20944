using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;

namespace Fulcrum.Operators.Rules;

/// <summary>Nodes that hand their input on (Identity, Dropout outside training) go, and their readers read that input.</summary>
public sealed class IdentityRule : IGraphRule
{
    /// <inheritdoc/>
    public string Name => "identity";

    /// <inheritdoc/>
    public RuleMatch Match(GraphIndex index, Node node)
    {
        if (!HandsOn(index, node))
            return RuleMatch.No("It changes its input.");
        string output = node.Outputs[0];
        return index.Graph.Outputs.Any(o => o.Name == output)
            ? RuleMatch.No("It names an output of the graph.")
            : RuleMatch.Of(new GraphEdit { Remove = [node], Redirect = new Dictionary<string, string> { [output] = node.Inputs[0] } });
    }

    private static bool HandsOn(GraphIndex index, Node node) => OpsetImport.Canonical(node.Domain).Length == 0 && node.Inputs.Count > 0 && node.Inputs[0].Length > 0 && node.OpType switch
    {
        "Identity" => true,
        "Dropout" => (node.Inputs.Count < 3 || node.Inputs[2].Length == 0) && node.Outputs.Skip(1).All(mask => mask.Length == 0 || index.Consumers(mask).Count == 0)
            && index.Graph.Outputs.All(o => !node.Outputs.Skip(1).Contains(o.Name)),
        _ => false,
    };
}
