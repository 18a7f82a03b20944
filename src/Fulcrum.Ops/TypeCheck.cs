using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Ops;

/// <summary>Types, and what ops themselves object to.</summary>
internal static class TypeCheck
{
    public static IEnumerable<Problem> Check(Model model)
    {
        GraphTypes types = TypeInference.Infer(model);
        return types.Problems.Concat(model.Graph.Nodes.SelectMany(n => Objections(types, n)));
    }

    private static IEnumerable<Problem> Objections(GraphTypes types, Node node) =>
        OpCatalog.Find(node)?.Check(types.Typed(node)).Select(message => new Problem("op-value", node.Display, message, "Correct the value or export the model again.")) ?? [];
}
