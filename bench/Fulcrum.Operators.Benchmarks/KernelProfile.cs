using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Runtime;

namespace Fulcrum.Operators.Benchmarks;

/// <summary>Which kernels a model spends its time in.</summary>
internal static class KernelProfile
{
    private const int Runs = 200;

    /// <summary>All kernels of all segments, the costliest first; one thread, batch 1.</summary>
    public static IReadOnlyList<KernelCost> Of(OnnxRuntimeRunner runner, IReadOnlyList<Model> segments, DatasetSplit split)
    {
        OnnxRuntimeModel[] loaded = [.. segments.Select(s => runner.Load(s, new LoadOptions { Threads = 1, Profile = true }))];
        try
        {
            var feeder = new SampleFeeder(loaded[0].Inputs, split, 1);
            foreach ((int start, int count) in feeder.Batches().Take(Runs))
            {
                var known = new Dictionary<string, Tensor> { [feeder.Name] = feeder.Read(start, count) };
                foreach (OnnxRuntimeModel segment in loaded)
                {
                    foreach (Tensor output in segment.Run([.. segment.Inputs.Select(i => known[i.Name])]))
                        known[output.Name] = output;
                }
            }

            NodeTiming[] timings = [.. loaded.SelectMany(l => l.ReadProfile())];
            double all = Math.Max(1e-9, timings.Sum(t => t.Typical.TotalMicroseconds));
            return [.. timings.OrderByDescending(t => t.Typical).Select(t => new KernelCost(t.Name, t.OpType, t.Typical.TotalMicroseconds, t.Typical.TotalMicroseconds / all))];
        }
        finally
        {
            foreach (OnnxRuntimeModel model in loaded)
                model.Dispose();
        }
    }
}

/// <summary>A kernel.</summary>
/// <param name="Node">The node as the runtime has it.</param>
/// <param name="Kernel">Its op.</param>
/// <param name="Microseconds">Of one run, the middle half of them.</param>
/// <param name="Share">Of the time in all kernels, 0 to 1.</param>
internal sealed record KernelCost(string Node, string Kernel, double Microseconds, double Share);
