using Fulcrum.Cuts;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Lab.Sensitivity;
using Fulcrum.Operators;
using Fulcrum.Operators.Bottleneck;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Rules;
using Fulcrum.Planning.Baselines;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;
using Fulcrum.Training;

namespace Fulcrum.Qpart.Benchmarks;

/// <summary>The paper's other schemes on a graph: an auto-encoder for each cut, which sends at most as many bytes as ours does there, and one pruned network for all cuts. Both are trained; weights and tensors are floats.</summary>
internal sealed class GraphBaselines
{
    public const int MostCoderEpochs = 10, CoderSamples = 6000, PruningEpochs = 1;

    /// <summary>Multiply-accumulates that training one auto-encoder may take, so that deep models take no longer than shallow ones.</summary>
    public const double CoderMacs = 1.5e12;
    private const int CoderBatch = 32;

    /// <summary>Shares of multiply-accumulates that are tried, the largest first.</summary>
    public static readonly IReadOnlyList<double> Ratios = [0.4, 0.3, 0.2, 0.1];

    private readonly OperatorContext _context;
    private readonly Model _model, _folded;
    private readonly ReferenceAnswers _heldOut, _test;
    private readonly Lazy<(Variant Variant, double Top1, string Note)?> _pruned;

    /// <summary>Nothing is trained before it is asked for.</summary>
    /// <param name="context">What operators need.</param>
    /// <param name="model">The model as it came.</param>
    /// <param name="folded">The same with batch norms folded, which cuts are of.</param>
    /// <param name="heldOut">Its answers on the samples that decide how much is pruned.</param>
    /// <param name="test">Its answers on the test samples.</param>
    public GraphBaselines(OperatorContext context, Model model, Model folded, ReferenceAnswers heldOut, ReferenceAnswers test)
    {
        (_context, _model, _folded, _heldOut, _test) = (context, model, folded, heldOut, test);
        _pruned = new Lazy<(Variant, double, string)?>(Prune);
    }

    /// <summary>The auto-encoder of a cut of one tensor; null where that is not [channels, height, width], or has fewer bytes than a code.</summary>
    /// <param name="cut">The cut.</param>
    /// <param name="bytes">The most that it may send for a request.</param>
    public BaselinePlan? AutoEncoder(Cut cut, double bytes)
    {
        ValueInfo tensor = cut.Tensors[0];
        bool isInput = cut.HeadNodes.Count == 0;
        if (tensor.Tensor?.Shape is not [_, { Size: long channels }, { Size: long height }, { Size: long width }])
            return null;
        if (PatchCoder.Within((int)channels, (int)height, (int)width, (int)(bytes / sizeof(float))) is not { } coder)
            return null;
        (int epochs, int samples) = Affordable(cut, coder);
        var training = new TrainingOptions { Epochs = epochs, BatchSize = CoderBatch, LearningRate = 3e-3, Seed = _context.Seed };
        BottleneckResult coded = new BottleneckOperator(_context.Runner).Apply(
            _folded, tensor.Name, coder with { IsNonNegative = !isInput }, _context.Needed("auto-encoder").Train.Take(samples), training, _context.Progress, _context.Cancellation);
        string note = $"{coder.CodeElements} floats, {coder.Codes} for each patch of {coder.Patch} x {coder.Patch}; trained {(epochs == 1 ? "once" : $"{epochs} times")} on {samples} images";
        return new BaselinePlan(At(Variant.Modelled(CutFigure.AutoEncoder, coded.Model), coded.Names.Code), Top1(coded.Model), note);
    }

    /// <summary>How often how many images can be trained on: forwards through the head, the tail with and without the coder, backwards through the tail behind it.</summary>
    private static (int Epochs, int Samples) Affordable(Cut cut, BottleneckCoder coder)
    {
        double macs = cut.HeadMacs + (3.0 * (cut.TailMacs + coder.EncoderMacs + coder.DecoderMacs));
        int images = (int)Math.Min(MostCoderEpochs * CoderSamples, CoderMacs / macs), epochs = Math.Max(1, images / CoderSamples);
        return (epochs, Math.Min(CoderSamples, images));
    }

    /// <summary>The pruned network, cut behind the same tensor; null where nothing can go.</summary>
    /// <param name="tensor">The tensor; null: all on the device.</param>
    public BaselinePlan? Pruning(string? tensor) => _pruned.Value is var (variant, top1, note) ? new BaselinePlan(At(variant, tensor), top1, note) : null;

    /// <summary>Of the ratios the first that loses no more than the budget once it is trained.</summary>
    private (Variant, double, string)? Prune()
    {
        foreach (double ratio in Ratios)
        {
            string operators = FormattableString.Invariant($"prune(ratio={ratio}, epochs={PruningEpochs})");
            _context.Progress?.Report(new WorkProgress(operators, 0, 0));
            Model pruned = OperatorPipeline.Parse(operators).Apply(Artefact.Of(_model), _context).Segments[0];
            if (_heldOut.Of(_context.Runner, pruned, _context.Cancellation).Drop.Points <= GraphStudy.Budget)
                return (Variant.Modelled(CutFigure.Pruning, FoldedForm.Of(pruned).Model), Top1(pruned), operators);
        }

        return null;
    }

    private double Top1(Model model) => _test.Of(_context.Runner, model, _context.Cancellation).Variant.Value;

    private static Plan At(Variant variant, string? tensor)
    {
        CutMap map = variant.Map;
        Cut cut = tensor is null ? map.AllInHead : map.At(CutFinder.BlockBoundaries(map.Model).First(c => c.Tensors[0].Name == tensor).HeadNodes);
        return new AtCut(cut, TableTwo.Objective, coded: false).Choose(new VariantSpace(variant, TableTwo.System), Constraints.None, Conditions.Of(TableTwo.System))!;
    }
}

/// <summary>A scheme at a cut.</summary>
/// <param name="Plan">What runs where.</param>
/// <param name="Top1">On the test samples.</param>
/// <param name="Note">What was chosen.</param>
internal sealed record BaselinePlan(Plan Plan, double Top1, string Note);
