using System.Globalization;
using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Lab.Inputs;
using Fulcrum.Lab.Processes;
using Fulcrum.Operators.Bottleneck;
using Fulcrum.Operators.Prune;
using Fulcrum.Planning.Chains;
using Fulcrum.Planning.Costs;
using Fulcrum.Planning.Patterns;
using Fulcrum.Problems;
using Fulcrum.Training;

namespace Fulcrum.Lab.Demo;

/// <summary>QPART's comparison schemes and the two trivial strategies, executed on the same test images as the patterns.</summary>
internal sealed class DemoBaselines(
    IModelRunner runner, LayerChain chain, Dataset data, DatasetSplit calibration, PatternSet patterns, DemoCosts costs, int seed, bool quick, IProgress<WorkProgress>? progress)
{
    private readonly ModelEvaluator _evaluator = new(runner);
    private int _done;

    /// <summary>All schemes at all cuts they apply to.</summary>
    /// <param name="device">The executed runs; the lossless ones are the "no optimisation" scheme.</param>
    /// <param name="level">The level whose patterns set what is "equal".</param>
    /// <param name="cancellation">Stops between schemes.</param>
    public IReadOnlyList<DemoBaseline> All(DeviceReport device, double level, CancellationToken cancellation)
    {
        var all = new List<DemoBaseline>();
        for (int cut = 0; cut <= chain.Depth; cut++)
        {
            Pattern planned = patterns.Patterns.Single(p => p.Cut == cut && p.Level == level);
            DeviceRun lossless = device.Runs.Single(r => r.Cut == cut && r.Level == 0);
            all.Add(Scheme("no-optimization", cut, lossless.PayloadBytes, lossless.CutTensorBytes, new Accuracy((int)Math.Round(lossless.Top1 * lossless.Samples), lossless.Samples), Work(chain, cut), "fp32 segment and cut tensor"));
            if (cut > 0)
                all.AddRange(Prunings(cut, planned, cancellation));
            if (cut < chain.Depth)
                all.Add(AutoEncoder(cut, planned, cancellation));
            progress?.Report(new WorkProgress("comparing", ++_done, chain.Depth + 1));
        }

        Accuracy fp32 = _evaluator.Top1(chain.Model, data.Test, cancellation);
        all.Add(Scheme("all-on-device", chain.Depth, all.Single(b => b.Name == "no-optimization" && b.Cut == chain.Depth).PayloadBytes, 0, fp32, Work(chain, chain.Depth), "fp32, nothing is sent on"));
        all.Add(Scheme("send-encoded-input", 0, 0, EncodedInputs.MeanBytes(data.Test), fp32, Work(chain, 0), "8-bit pixels, zlib-compressed as in PNG, mean over the test images"));
        return all;
    }

    private IEnumerable<DemoBaseline> Prunings(int cut, Pattern planned, CancellationToken cancellation)
    {
        var pruning = new NeuronPruning(chain.Model, cut);
        bool[] reference = _evaluator.Answers(chain.Model, calibration, cancellation);
        int byLoss = Largest(pruning.Candidates, count =>
            PairedDrop.Between(reference, _evaluator.Answers(pruning.Trim(count), calibration, cancellation)).Points <= planned.Level);
        yield return Pruned("pruning", cut, pruning, byLoss, $"calibration loss at most {planned.Level.ToString(CultureInfo.InvariantCulture)} points", cancellation);
        int tooLarge = Largest(pruning.Candidates, count => HeadBytes(pruning.Trim(count), cut) > planned.SegmentBytes);
        yield return Pruned("pruning-equal-payload", cut, pruning, Math.Min(tooLarge + 1, pruning.Candidates), "fp32 weights at most the planned payload, or all that can be trimmed", cancellation);
    }

    private DemoBaseline Pruned(string name, int cut, NeuronPruning pruning, int count, string what, CancellationToken cancellation)
    {
        Model model = pruning.Trim(count);
        var pruned = LayerChain.From(model);
        Accuracy top1 = _evaluator.Top1(model, data.Test, cancellation);
        double cutBytes = cut == chain.Depth ? 0 : 4.0 * pruned.CutElements(cut);
        return Scheme(name, cut, HeadBytes(model, cut), cutBytes, top1, Work(pruned, cut), $"{count} of {pruning.Candidates} neurons trimmed: {what}");
    }

    private DemoBaseline AutoEncoder(int cut, Pattern planned, CancellationToken cancellation)
    {
        int width = Math.Max(1, (int)(planned.CutTensorBytes / sizeof(float)));
        var training = new TrainingOptions { Epochs = quick ? 1 : 3, LearningRate = 1e-3, Seed = seed };
        BottleneckResult coded = new BottleneckOperator(runner).Apply(
            chain.Model, chain.CutTensor(cut).Name, new DenseCoder(chain.CutElements(cut), width), data.Train, training, null, cancellation);
        Accuracy top1 = _evaluator.Top1(coded.Model, data.Test, cancellation);
        (double device, double server) = Work(chain, cut);
        long weights = (cut == 0 ? 0 : HeadBytes(chain.Model, cut)) + coded.EncoderBytes;
        return Scheme("auto-encoder", cut, weights, 4.0 * width, top1, (device + coded.EncoderMacs, server + coded.DecoderMacs), $"{width} float codes: as many bytes per request as planned");
    }

    private DemoBaseline Scheme(string name, int cut, long payload, double cutBytes, Accuracy top1, (double Device, double Server) work, string note)
    {
        CostBreakdown cost = costs.Of(payload, cutBytes, work.Device, work.Server);
        return new DemoBaseline(name, cut, payload, cutBytes, top1.Value, [top1.Interval.Low, top1.Interval.High], cost.Objective, DemoCosts.Modelled(cost), note);
    }

    private static (double Device, double Server) Work(LayerChain chain, int cut) => (chain.HeadMacs(cut), chain.HeadMacs(chain.Depth) - chain.HeadMacs(cut));

    private static long HeadBytes(Model model, int cut) => LayerChain.From(model).Head(cut).Graph.Initializers.Sum(t => (long)t.Bytes.Length);

    /// <summary>The largest count up to <paramref name="limit"/> for which a condition that never returns once lost holds.</summary>
    private static int Largest(int limit, Func<int, bool> holds)
    {
        (int low, int high) = (0, limit);
        while (low < high)
        {
            int middle = low + ((high - low + 1) / 2);
            if (holds(middle))
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }
}
