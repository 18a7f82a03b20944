using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Lab.Sensitivity;
using Fulcrum.Planning.Deploying;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Protocol.CutTensors;
using Fulcrum.Problems;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>Executes plans on samples as their tiers would: segments with the weights that each tier has, tensors as they arrive, each sample answered by the first exit that is sure enough.</summary>
/// <param name="runner">Runs the segments.</param>
/// <param name="system">The tiers.</param>
public sealed class PlanVerifier(IModelRunner runner, TierSystem system)
{
    /// <summary>What a plan loses against the reference.</summary>
    public AnswerTally Run(Plan plan, PreparedVariant prepared, ReferenceAnswers reference, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        PlanLink[] links = [.. plan.Links.Where((l, i) => i == 0 || l.Cut.HeadNodes.Count > plan.Links[i - 1].Cut.HeadNodes.Count)];
        var rule = new AnswerRule(prepared.Model, prepared.Variant.Exits);
        List<(string Tier, ILoadedModel Model)> loaded = [];
        try
        {
            foreach (PlanSegment segment in PlanSegments.Of(plan, prepared.Variant, tier => prepared.WeightsOn(system.Find(tier), plan)))
                loaded.Add((segment.Tier, runner.Load(segment.Model)));
            AnswerTally tally = reference.Tally();
            for (int batch = 0; batch < reference.Batches.Count; batch++)
            {
                cancellation.ThrowIfCancellationRequested();
                (int start, int count) = reference.Batches[batch];
                reference.Compare(batch, rule.Answer(Values(loaded, links, reference.Feeder.Read(start, count), count), count, tally), tally);
                progress?.Report(new WorkProgress("Executing the plan", batch + 1, reference.Batches.Count));
            }

            return tally;
        }
        finally
        {
            loaded.ForEach(l => l.Model.Dispose());
        }
    }

    /// <summary>All that the tiers make of some samples, the exits' logits among it.</summary>
    private static Dictionary<string, Tensor> Values(List<(string Tier, ILoadedModel Model)> parts, PlanLink[] links, Tensor input, int samples)
    {
        var values = new Dictionary<string, Tensor> { [input.Name] = input };
        int link = 0;
        if (links.Length > 0 && links[0].Cut.HeadNodes.Count == 0)
            Send(links[link++], values, samples);
        for (int p = 0; p < parts.Count; p++)
        {
            foreach (Tensor made in parts[p].Model.Run([.. parts[p].Model.Inputs.Select(i => values[i.Name])]))
                values[made.Name] = made;
            if (link < links.Length && p + 1 < parts.Count && parts[p + 1].Tier != parts[p].Tier)
                Send(links[link++], values, samples);
        }

        return values;
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
