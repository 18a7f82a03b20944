using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;

namespace Fulcrum.Operators.Rules;

/// <summary>Tensors in Constant nodes become initializers, where tools look for weights and where they can be external.</summary>
public sealed class ConstantToInitializerRule : IGraphRule
{
    /// <inheritdoc/>
    public string Name => "constant-to-initializer";

    /// <inheritdoc/>
    public RuleMatch Match(GraphIndex index, Node node)
    {
        if (node.OpType != "Constant" || OpsetImport.Canonical(node.Domain).Length > 0)
            return RuleMatch.No("It is no Constant.");
        if (node.Attribute("value") is not TensorAttribute constant)
            return RuleMatch.No("Its value is no dense tensor.");
        return RuleMatch.Of(new GraphEdit { Remove = [node], AddInitializers = [constant.Value with { Name = node.Outputs[0] }] });
    }
}
