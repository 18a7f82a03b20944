using System.Numerics.Tensors;
using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Blocks;

/// <summary>How much the model's answers change when a block is skipped beside others: mean square change of the outputs on calibration samples.</summary>
internal sealed class BlockImportance(Model model, OperatorContext context)
{
    private const int Samples = 200;

    private readonly DatasetSplit samples = context.Needed("distill").Calibration.Take(Samples);

    private float[]? whole;

    /// <summary>The block whose absence changes the answers least where others are gone already.</summary>
    public SkippableBlock Least(IReadOnlyList<SkippableBlock> candidates, IReadOnlyList<SkippableBlock> removed)
    {
        whole ??= Outputs(model);
        SkippableBlock least = candidates[0];
        double smallest = double.PositiveInfinity;
        for (int i = 0; i < candidates.Count; i++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            float[] without = Outputs(SkippableBlock.Remove(model, [.. removed, candidates[i]]));
            double distance = TensorPrimitives.Distance<float>(whole, without);
            if (distance < smallest)
                (least, smallest) = (candidates[i], distance);
            context.Progress?.Report(new WorkProgress($"Weighing blocks, {removed.Count} removed", i + 1, candidates.Count));
        }

        return least;
    }

    private float[] Outputs(Model graph)
    {
        using Graphs.Execution.ILoadedModel loaded = context.Runner.Load(graph);
        var feeder = new SampleFeeder(loaded.Inputs, samples, 50);
        return [.. feeder.Batches().SelectMany(b => loaded.Run([feeder.Read(b.Start, b.Count)])[0].Values<float>().ToArray())];
    }
}
