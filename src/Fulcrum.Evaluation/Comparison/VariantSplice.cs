using Fulcrum.Graphs;

namespace Fulcrum.Evaluation.Comparison;

/// <summary>Originals of which one layer comes from a variant.</summary>
internal static class VariantSplice
{
    private const string Prefix = "variant/";

    /// <summary>
    /// The original with what computes one value taken from the variant; all else is the original's. Null where that cannot be: the opsets differ, the variant's part has
    /// subgraphs, or it reads values that the original makes only later.
    /// </summary>
    public static Model? Replace(Model original, Model variant, SharedLayer layer)
    {
        var index = new GraphIndex(original.Graph);
        int position = index.Producer(layer.Value)!.Value;
        bool isLate = layer.Variant.From.Any(v => index.Producer(v) is int maker ? maker >= position : original.Graph.Inputs.All(i => i.Name != v));
        if (isLate || original.Opset("") != variant.Opset("") || layer.Variant.Nodes.Any(n => GraphIndex.Bodies(n).Any()))
            return null;
        HashSet<string> kept = [.. layer.Variant.From, layer.Value];
        var nodes = Without(original.Graph.Nodes, layer.Value).ToList();
        nodes.InsertRange(position, layer.Variant.Nodes.Select(n => n with { Name = Prefix + n.Name, Inputs = [.. n.Inputs.Select(Name)], Outputs = [.. n.Outputs.Select(Name)] }));
        return original with
        {
            Opsets = [.. original.Opsets, .. variant.Opsets.Where(o => original.Opset(o.Domain) is null)],
            Graph = original.Graph with { Nodes = nodes, Initializers = [.. original.Graph.Initializers, .. layer.Variant.Constants.Select(c => c with { Name = Name(c.Name) })] },
        };

        string Name(string name) => name.Length == 0 || kept.Contains(name) ? name : Prefix + name;
    }

    /// <summary>The original with a value as one more input, after the others.</summary>
    public static Model Continue(Model original, ValueInfo value) => original with
    {
        Graph = original.Graph with
        {
            Nodes = [.. Without(original.Graph.Nodes, value.Name)],
            Inputs = [.. original.Graph.Inputs, value],
            Values = [.. original.Graph.Values.Where(v => v.Name != value.Name)],
        },
    };

    /// <summary>Nodes of which none makes a value any more.</summary>
    private static IEnumerable<Node> Without(IReadOnlyList<Node> nodes, string value) =>
        nodes.Select(n => n.Outputs.Contains(value) ? n with { Outputs = [.. n.Outputs.Select(o => o == value ? $"{value}/original" : o)] } : n);
}
