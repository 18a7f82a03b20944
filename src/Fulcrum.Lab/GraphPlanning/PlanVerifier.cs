using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Lab.Sensitivity;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Protocol.CutTensors;
using Fulcrum.Problems;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>Executes plans on samples as their tiers would: segments with the weights that each tier has, tensors as they arrive.</summary>
/// <param name="runner">Runs the segments.</param>
/// <param name="system">The tiers.</param>
public sealed class PlanVerifier(IModelRunner runner, TierSystem system)
{
    /// <summary>What a plan loses against the reference.</summary>
    public AnswerTally Run(Plan plan, PreparedVariant prepared, ReferenceAnswers reference, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        PlanLink[] links = [.. plan.Links.Where((l, i) => i == 0 || l.Cut.HeadNodes.Count > plan.Links[i - 1].Cut.HeadNodes.Count)];
        Cut[] cuts = [.. links.Select(l => l.Cut).Where(c => c.HeadNodes.Count > 0)];
        IReadOnlyList<Model> parts = cuts.Length == 0 ? [prepared.Model] : [.. ModelSplitter.Split(prepared.Model, cuts).Select(s => s.Model)];
        PlanTier[] tiers = [.. plan.Tiers.Where(t => t.Nodes.Count > 0)];
        List<ILoadedModel> loaded = [];
        try
        {
            for (int p = 0; p < parts.Count; p++)
                loaded.Add(runner.Load(Given(parts[p], p < tiers.Length ? system.Find(tiers[p].Tier) : null, plan, prepared)));
            AnswerTally tally = reference.Tally();
            for (int batch = 0; batch < reference.Batches.Count; batch++)
            {
                cancellation.ThrowIfCancellationRequested();
                (int start, int count) = reference.Batches[batch];
                reference.Compare(batch, Answer(loaded, links, reference.Feeder.Read(start, count), count, prepared.Model.Graph.Outputs[0].Name), tally);
                progress?.Report(new WorkProgress("Executing the plan", batch + 1, reference.Batches.Count));
            }

            return tally;
        }
        finally
        {
            loaded.ForEach(l => l.Dispose());
        }
    }

    /// <summary>A part with the weights that its tier has: decoded ones where it had to fetch them.</summary>
    private static Model Given(Model part, Tier? tier, Plan plan, PreparedVariant prepared)
    {
        if (tier is null || prepared.WeightsOn(tier, plan) is not { } decoded)
            return part;
        HashSet<string> own = [.. part.Graph.Initializers.Select(t => t.Name)];
        return Subgraph.ReplaceInitializers(part, decoded.Where(d => own.Contains(d.Key)).ToDictionary());
    }

    private static ReadOnlySpan<float> Answer(List<ILoadedModel> parts, PlanLink[] links, Tensor input, int samples, string output)
    {
        var values = new Dictionary<string, Tensor> { [input.Name] = input };
        int link = 0;
        if (links.Length > 0 && links[0].Cut.HeadNodes.Count == 0)
            Send(links[link++], values, samples);
        foreach (ILoadedModel part in parts)
        {
            foreach (Tensor made in part.Run([.. part.Inputs.Select(i => values[i.Name])]))
                values[made.Name] = made;
            if (link < links.Length)
                Send(links[link++], values, samples);
        }

        return values[output].Values<float>();
    }

    private static void Send(PlanLink link, Dictionary<string, Tensor> values, int samples)
    {
        for (int t = 0; t < link.Codings.Count; t++)
        {
            if (link.Codings[t].Grid is not CutTensorGrid grid)
                continue;
            Tensor sent = values[link.Cut.Tensors[t].Name];
            float[] arrived = sent.Values<float>().ToArray();
            int elements = arrived.Length / samples;
            for (int s = 0; s < samples; s++)
                CutTensorCodec.RoundTrip(arrived.AsSpan(s * elements, elements), grid);
            values[sent.Name] = Tensor.From<float>(sent.Name, [.. sent.Shape], arrived);
        }
    }
}
