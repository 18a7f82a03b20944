using Fulcrum.Data;
using Fulcrum.Evaluation.Calibration;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Sptq;

/// <summary>Collects statistics of layers' inputs in one pass over the samples, or in several where second moments would not fit in memory together.</summary>
/// <param name="runner">Runs the model, and the products x x'.</param>
internal sealed class LayerStatisticsCollector(IModelRunner runner)
{
    /// <summary>Doubles of second moments at a time: 256 MiB.</summary>
    private const long Room = 1 << 25;

    private const int BatchSize = 4;

    /// <summary>Hands out the statistics of layer after layer; only those of one pass are in memory.</summary>
    /// <param name="model">The float model.</param>
    /// <param name="sites">Weights with a layout.</param>
    /// <param name="samples">Calibration samples.</param>
    /// <param name="progress">Told after every run.</param>
    /// <param name="cancellation">Ends the work between runs.</param>
    public IEnumerable<(WeightSite Site, LayerStatistics Statistics)> Run(Model model, IReadOnlyList<WeightSite> sites, DatasetSplit samples, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        using ILoadedModel product = runner.Load(Product());
        for (int first = 0; first < sites.Count;)
        {
            int count = 1;
            for (long room = Room - LayerStatistics.MomentCount(sites[first].Layout!); first + count < sites.Count; count++)
            {
                if ((room -= LayerStatistics.MomentCount(sites[first + count].Layout!)) < 0)
                    break;
            }

            (WeightSite Site, LayerStatistics Statistics)[] part = [.. sites.Skip(first).Take(count).Select(s => (s, new LayerStatistics(s.Layout!, withMoments: true)))];
            ILookup<string, (Node Node, WeightSite Site, LayerStatistics Statistics)> readers = part.SelectMany(p => p.Site.Nodes.Select(i => (Node: model.Graph.Nodes[i], p.Site, p.Statistics))).ToLookup(r => r.Node.Inputs[0]);
            new ActivationStream(runner, BatchSize).Run(model, [.. readers.Select(r => r.Key)], samples, run => run.ToList().ForEach(See), "Collecting layer inputs", progress, cancellation);
            foreach (var done in part)
                yield return done;
            first += count;

            void See(Tensor input)
            {
                foreach ((Node node, WeightSite site, LayerStatistics statistics) in readers[input.Name])
                {
                    (float[] vectors, int seen) = LayerPatches.Of(node, statistics.Layout, site.Weight.Shape, input);
                    statistics.Add(vectors, seen, (x, rows, width) => product.Run([Tensor.From<float>("x", [x.Length / rows / width, rows, width], x)])[0].Values<float>().ToArray());
                }
            }
        }
    }

    /// <summary>x [groups, count, width] to x' x.</summary>
    private static Model Product()
    {
        var builder = new GraphBuilder("second-moments");
        string x = builder.Input("x", ElementType.Float, Dim.Named("G"), Dim.Named("N"), Dim.Named("K"));
        string turned = builder.Emit("Transpose", [x], "turned", NodeAttribute.Of("perm", new long[] { 0, 2, 1 }));
        builder.Output(builder.Emit("MatMul", [turned, x], "moments"), ElementType.Float, Dim.Named("G"), Dim.Named("K"), Dim.Named("K"));
        return new Model { Graph = builder.ToGraph() };
    }
}
