using Fulcrum.Graphs.Text;
using Fulcrum.Problems;

namespace Fulcrum.Graphs.Editing;

/// <summary>Two models as one that runs both on the same input.</summary>
public static class SideBySide
{
    /// <summary>From here on versions of the ops in use differ by additions only, so that the higher one holds for both.</summary>
    private const long CompatibleOpset = 13;

    /// <summary>
    /// Joins two models of one input each. The first keeps its names and its input; every value of the second gets a prefix. Outputs: the first's, then the
    /// second's.
    /// </summary>
    /// <exception cref="InputException"><c>models-apart</c>: inputs, opsets or functions do not go together.</exception>
    public static Model Join(Model first, Model second, string prefix)
    {
        ValueInfo[] inputs = [.. new[] { first, second }.Select(Input)];
        if (inputs[0].Tensor?.Element != inputs[1].Tensor?.Element)
            throw Apart(second, $"One model reads {inputs[0].Tensor?.Element}, the other {inputs[1].Tensor?.Element}.", "Use models of the same data.");
        Graph graph = second.Graph;
        return first with
        {
            Opsets = Opsets(first, second),
            Functions = Functions(first, second),
            Graph = first.Graph with
            {
                Nodes = [.. first.Graph.Nodes, .. graph.Nodes.Select(n => Renaming.All(n, Renamed) with { Name = n.Name.Length == 0 ? "" : prefix + n.Name })],
                Initializers = [.. first.Graph.Initializers, .. graph.Initializers.Select(t => t with { Name = Renamed(t.Name) })],
                SparseInitializers = [.. first.Graph.SparseInitializers, .. graph.SparseInitializers.Select(t => t with { Values = t.Values with { Name = Renamed(t.Name) } })],
                Outputs = [.. first.Graph.Outputs, .. graph.Outputs.Select(o => o with { Name = Renamed(o.Name) })],
                Values = first.Graph.Values,
            },
        };

        string Renamed(string value) => value.Length == 0 ? value : value == inputs[1].Name ? inputs[0].Name : prefix + value;
    }

    private static Function[] Functions(Model first, Model second)
    {
        foreach ((Function mine, Function theirs) in first.Functions.Join(second.Functions, Key, Key, (a, b) => (a, b)))
        {
            if (!ReferenceEquals(mine, theirs) && Text(mine) != Text(theirs))
                throw Apart(second, $"Each model has a function '{mine.Name}' of its own.", "Export them again without functions.");
        }

        return [.. first.Functions.Concat(second.Functions).DistinctBy(Key)];

        static (string, string, string?) Key(Function function) => (function.Domain, function.Name, function.Overload);
        static string Text(Function function) => GraphText.Print(new Model { Graph = new Graph { Name = "" }, Functions = [function] });
    }

    private static ValueInfo Input(Model model)
    {
        HashSet<string> constants = [.. model.Graph.Initializers.Select(t => t.Name)];
        return model.Graph.Inputs.Where(i => !constants.Contains(i.Name)).ToArray() is [var only]
            ? only
            : throw Apart(model, "The model has not exactly one input.", "Use models of one input.");
    }

    private static OpsetImport[] Opsets(Model first, Model second)
    {
        var joined = new List<OpsetImport>();
        foreach (OpsetImport import in first.Opsets.Concat(second.Opsets).DistinctBy(o => OpsetImport.Canonical(o.Domain)))
        {
            (long a, long b) = (first.Opset(import.Domain) ?? import.Version, second.Opset(import.Domain) ?? import.Version);
            if (a != b && (OpsetImport.Canonical(import.Domain).Length > 0 || Math.Min(a, b) < CompatibleOpset || Math.Max(a, b) > 17))
                throw Apart(second, $"One model is written in opset {a} of '{import.Domain}', the other in {b}.", "Export both in the same opset.");
            joined.Add(import with { Version = Math.Max(a, b) });
        }

        return [.. joined];
    }

    private static InputException Apart(Model model, string message, string remedy) => new("models-apart", model.Graph.Name, message, remedy);
}
