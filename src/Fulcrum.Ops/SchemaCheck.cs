using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Ops;

/// <summary>Nodes against the form of their ops.</summary>
internal static class SchemaCheck
{
    public static IEnumerable<Problem> Check(Model model) =>
        Check(model, [.. model.Functions.Select(f => f.Key)]);

    private static IEnumerable<Problem> Check(Model model, HashSet<(string, string, string)> functions) =>
        Check(model.Graph.Nodes, model.Opsets, functions).Concat(model.Functions.SelectMany(f => Check(f.Nodes, f.Opsets, functions)));

    private static IEnumerable<Problem> Check(IReadOnlyList<Node> nodes, IReadOnlyList<OpsetImport> opsets, HashSet<(string, string, string)> functions)
    {
        foreach (Node node in nodes)
        {
            if (!functions.Contains(Function.KeyOf(node)) && OpCatalog.Find(node) is OpDefinition definition)
            {
                foreach (Problem problem in Check(node, definition.Schema, OpsetImport.Of(opsets, node.Domain) ?? 1))
                    yield return problem;
            }

            foreach (Problem problem in GraphIndex.Bodies(node).SelectMany(b => Check(b.Nodes, opsets, functions)))
                yield return problem;
        }
    }

    private static IEnumerable<Problem> Check(Node node, OpSchema schema, long opset)
    {
        if (!schema.ExistsIn(opset))
        {
            yield return opset < schema.Since[0]
                ? new Problem("op-too-new", node.Display, $"{node.OpType} exists since opset {schema.Since[0]}, the model is written in {opset}.", "Export the model with a newer opset.")
                : new Problem("op-removed", node.Display, $"{node.OpType} was removed in opset {schema.RemovedIn}, the model is written in {opset}.", "Export the model again.");
        }

        (int inputs, int outputs) = (Given(node.Inputs), node.Outputs.Count);
        if (inputs > schema.Inputs.Most || inputs < schema.Inputs.Least)
            yield return new Problem("op-inputs", node.Display, $"{node.OpType} takes {Range(schema.Inputs)} inputs, it has {inputs}.", "The model is damaged: export it again.");
        if (outputs > schema.Outputs.Most || outputs < schema.Outputs.Least)
            yield return new Problem("op-outputs", node.Display, $"{node.OpType} gives {Range(schema.Outputs)} outputs, it has {outputs}.", "The model is damaged: export it again.");
    }

    private static int Given(IReadOnlyList<string> inputs)
    {
        int count = inputs.Count;
        while (count > 0 && inputs[count - 1].Length == 0)
            count--;
        return count;
    }

    private static string Range((int Least, int Most) range) => range.Least == range.Most ? $"{range.Least}"
        : range.Most == OpSchema.Any ? $"at least {range.Least}"
        : $"{range.Least} to {range.Most}";
}
