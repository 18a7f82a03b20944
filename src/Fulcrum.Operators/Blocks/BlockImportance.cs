using System.Numerics.Tensors;
using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Blocks;

/// <summary>How much the model's answers change when a block is skipped: mean square change of the outputs on calibration samples, each output divided by its own size.</summary>
internal static class BlockImportance
{
    private const int Samples = 200;

    public static IReadOnlyList<double> Of(Model model, IReadOnlyList<SkippableBlock> blocks, OperatorContext context)
    {
        DatasetSplit samples = context.Needed("distill").Calibration.Take(Samples);
        float[] whole = Outputs(model, samples, context);
        double size = Math.Max(TensorPrimitives.SumOfSquares<float>(whole), 1e-12);
        var importance = new List<double>();
        foreach (SkippableBlock block in blocks)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            float[] without = Outputs(SkippableBlock.Remove(model, [block]), samples, context);
            double distance = TensorPrimitives.Distance<float>(whole, without);
            importance.Add(distance * distance / size);
            context.Progress?.Report(new WorkProgress("Weighing blocks", importance.Count, blocks.Count));
        }

        return importance;
    }

    private static float[] Outputs(Model model, DatasetSplit samples, OperatorContext context)
    {
        using Graphs.Execution.ILoadedModel loaded = context.Runner.Load(model);
        var feeder = new SampleFeeder(loaded.Inputs, samples, 50);
        return [.. feeder.Batches().SelectMany(b => loaded.Run([feeder.Read(b.Start, b.Count)])[0].Values<float>().ToArray())];
    }
}
