using Fulcrum.Evaluation.Comparison;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Exits;
using Fulcrum.Operators.Pack;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>Packs a model with exits: what coding a weight does to the answers of all exits counts, not to the last alone.</summary>
public static class ExitPacking
{
    /// <summary>The ladder of the model with the logits of all exits side by side as the output that is judged; its prepared model has the outputs of the original.</summary>
    /// <param name="model">A float model with exits.</param>
    /// <param name="plan">Its exits.</param>
    /// <param name="sizes">Shares of the float weights' bytes.</param>
    /// <param name="options">How.</param>
    /// <param name="context">What runs models, and the data.</param>
    public static PackLadder Of(Model model, ExitPlan plan, IReadOnlyList<double> sizes, PackOptions options, OperatorContext context)
    {
        Model joined = Joined(model, plan);
        PackLadder ladder = PackLadder.Of(joined, sizes, options, context);
        Graph graph = ladder.Prepared.Graph;
        string all = joined.Graph.Outputs[0].Name;
        return ladder with { Prepared = ladder.Prepared with { Graph = graph with { Nodes = [.. graph.Nodes.Where(n => !n.Outputs.Contains(all))], Outputs = [.. graph.Outputs.Where(o => o.Name != all)] } } };
    }

    /// <summary>The model with one more output, its first.</summary>
    private static Model Joined(Model model, ExitPlan plan)
    {
        var builder = GraphBuilder.From(model.Graph);
        string all = builder.Emit("Concat", [.. plan.Outputs.Select(o => Logits.Behind(model.Graph, o))], "exits/logits", NodeAttribute.Of("axis", 1));
        builder.ClearOutputs();
        Dim[] classes = [.. plan.Outputs.Select(o => model.Graph.Outputs.First(g => g.Name == o).Tensor?.Shape?[^1] ?? Dim.Unknown)];
        builder.Output(all, ElementType.Float, Dim.Named("batch"), classes.All(c => c.Size is not null) ? new Dim(classes.Sum(c => c.Size!.Value)) : Dim.Unknown);
        Graph graph = builder.ToGraph();
        return model with { Graph = graph with { Outputs = [.. graph.Outputs, .. model.Graph.Outputs] } };
    }
}
