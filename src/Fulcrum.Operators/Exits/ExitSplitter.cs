using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Graphs;
using Fulcrum.Ops.Analysis;

namespace Fulcrum.Operators.Exits;

/// <summary>Makes the chain of a model with exits: a segment ends behind each exit, and gives that exit's logits and what the next segment reads.</summary>
public static class ExitSplitter
{
    /// <summary>The model without its exits, in which the cuts of a partition are found.</summary>
    public static Model Backbone(Model model, ExitPlan plan) => ExitPlacement.BackboneOf(model, plan.Final);

    /// <summary>The segments, first to last.</summary>
    /// <param name="model">The whole model; its exits are among its outputs.</param>
    /// <param name="plan">Its exits.</param>
    /// <param name="cuts">Further cuts, of <see cref="Backbone"/>: those of a partition.</param>
    /// <exception cref="Problems.InputException"><c>exit-no-cut</c>, <c>cut-order</c>.</exception>
    public static ExitSegments Split(Model model, ExitPlan plan, params IReadOnlyList<Cut> cuts)
    {
        var placement = new ExitPlacement(model, plan.Final);
        var exits = plan.Points.Select(p => (Point: p, Cut: placement.CutOf(p.Output))).ToArray();
        Cut[] all = [.. exits.Select(e => e.Cut).Concat(cuts).DistinctBy(c => c.Name).OrderBy(c => c.HeadNodes.Count)];
        IReadOnlyList<ModelSegment> parts = ModelSplitter.Split(placement.Backbone, all);
        Model[] segments = [.. parts.Select((part, i) => exits
            .Where(e => i < all.Length && e.Cut.Name == all[i].Name)
            .Aggregate(part.Model, (segment, e) => Graft(segment, model, placement.HeadAfter(e.Cut, e.Point.Output)!, e.Point.Output)))];
        double whole = Math.Max(1, ModelAnalyser.Summarise(placement.Backbone).Macs);
        long done = 0;
        double[] shares = [.. segments.Select(s => (done += ModelAnalyser.Summarise(s).Macs) / whole)];
        ExitPoint[] points = [.. exits.Select(e => e.Point with
        {
            Values = [.. e.Cut.Tensors.Select(t => t.Name)],
            MacsShare = shares[Array.FindIndex(all, c => c.Name == e.Cut.Name)],
        })];
        int[] tiers = [1, .. cuts.Select(c => Array.FindIndex(all, a => a.Name == c.Name) + 2)];
        return new ExitSegments(segments, plan with { Points = points, Tiers = tiers, WholeMacs = shares[^1] });
    }

    private static Model Graft(Model segment, Model whole, IReadOnlyList<Node> head, string exit)
    {
        HashSet<string> made = [.. segment.Graph.Nodes.SelectMany(n => n.Outputs), .. segment.Graph.Initializers.Select(t => t.Name), .. segment.Graph.Inputs.Select(i => i.Name)];
        Node[] nodes = [.. head.Where(n => !n.Outputs.Any(made.Contains))];
        HashSet<string> read = [.. nodes.SelectMany(GraphIndex.Reads)];
        return segment with
        {
            Graph = segment.Graph with
            {
                Nodes = [.. segment.Graph.Nodes, .. nodes],
                Initializers = [.. segment.Graph.Initializers, .. whole.Graph.Initializers.Where(t => read.Contains(t.Name) && !made.Contains(t.Name))],
                Outputs = [.. segment.Graph.Outputs, whole.Graph.Outputs.Single(o => o.Name == exit)],
            },
        };
    }
}

/// <summary>A chain.</summary>
/// <param name="Models">Its segments, first to last.</param>
/// <param name="Plan">The exits with the values they read and their share of the work.</param>
public sealed record ExitSegments(IReadOnlyList<Model> Models, ExitPlan Plan);
