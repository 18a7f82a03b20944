using Fulcrum.Graphs;
using Fulcrum.Operators.Sptq;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Qat;

/// <summary>A quantization plan with what was learned in it.</summary>
internal static class TrainedPlan
{
    /// <summary>The plan with trained weights on learned grids: each rounded to the nearest.</summary>
    /// <param name="plan">The plan that training started from.</param>
    /// <param name="writer">What wrote the model that was trained.</param>
    /// <param name="trained">That model, trained.</param>
    /// <exception cref="InputException"><c>training-diverged</c>: a step is no positive number.</exception>
    public static SptqPlan Of(SptqPlan plan, FakeQuantizedWriter writer, Model trained)
    {
        Dictionary<string, Tensor> learned = trained.Graph.Initializers.ToDictionary(t => t.Name);
        foreach ((string name, LearnedScale scale) in writer.Activations.Concat(writer.Weights))
        {
            if (scale.Read(learned).Any(s => !(s > 0) || !float.IsNormal(s)))
                throw new InputException("training-diverged", name, "A learned step of its grid is no positive number.", "Use a smaller learning-rate.");
        }

        var weights = new QuantizedWeights();
        foreach (WeightSite site in plan.Sites)
        {
            WeightGrid start = plan.Weights.Grids[site.Weight.Name];
            weights.Grids[site.Weight.Name] = writer.Weights.TryGetValue(site.Weight.Name, out LearnedScale scale)
                ? WeightGrid.Of(learned[site.Weight.Name], start.Axis, site.Precision.Bits, scale.Read(learned))
                : start;
        }

        Model model = Subgraph.ReplaceInitializers(plan.Model, plan.Model.Graph.Initializers.Where(t => learned.ContainsKey(t.Name)).ToDictionary(t => t.Name, t => learned[t.Name]));
        return plan with
        {
            Model = model,
            Map = new QuantizationMap(model, plan.Options),
            Grids = plan.Grids.ToDictionary(g => g.Key, g => writer.Activations.TryGetValue(g.Key, out LearnedScale scale) ? g.Value with { Scale = scale.Read(learned)[0] } : g.Value),
            Weights = weights,
        };
    }
}
