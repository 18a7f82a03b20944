using System.Globalization;
using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Operators.Sptq;
using Fulcrum.Ops.Upgrades;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Qat;

/// <summary>
/// Quantization-aware training: starts from what sptq makes of the model, trains weights, biases and steps (LSQ, Esser et al. 2020) through a graph that rounds as the
/// quantized one will, and writes it as sptq does. Zero points stay. The float original is the teacher.
/// </summary>
/// <param name="context">Data, seed, progress.</param>
public sealed class QatOperator(OperatorContext context)
{
    private const double LeastAgreement = 0.98;

    /// <summary>Trains and quantizes a classifier.</summary>
    /// <param name="model">A float model of one input, batch first.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InputException">
    /// Those of sptq and of training; <c>training-diverged</c> when a step became zero or no number, <c>qat-simulation</c> when the integer model does not compute what was trained.
    /// </exception>
    public QatResult Apply(Model model, QatOptions options)
    {
        Dataset data = context.Needed("qat");
        SptqPlan plan = new SptqOperator(context.Runner).Plan(model, data.Calibration, options.Quantization, context.Progress, context.Cancellation);
        Model start = plan.Write();
        bool adam = options.Training.UsesAdam(data.Train.Format.Type);
        var writer = new FakeQuantizedWriter(plan, relative: adam);
        Model simulator = writer.Write();
        FineTuneOptions training = options.Training with { LearningRate = options.Training.LearningRate ?? (adam ? QatOptions.AdamRate : QatOptions.SgdRate) };
        Model trained = FineTuner.Run(simulator, OpsetUpgrade.Lift(model), training, context, writer.Trainable(simulator));
        Model end = TrainedPlan.Of(plan, writer, trained).Write();
        Agreement agreement = Agreement.Between(context.Runner, trained, end, data.Calibration, context.Cancellation);
        if (agreement.Share < LeastAgreement)
        {
            throw new InputException(
                "qat-simulation", model.Graph.Name, $"The integer model gives the class of the trained one for {Share(agreement.Share)} of {agreement.Samples} calibration samples only; outputs differ by up to {Number(agreement.Largest)}.",
                "Use at most 7 bits: with 8, sums saturate on processors without VNNI. Or exclude nodes whose integer kernels differ.");
        }

        var evaluator = new ModelEvaluator(context.Runner);
        (double before, double after) = (evaluator.Top1(start, data.Calibration, context.Cancellation).Value, evaluator.Top1(end, data.Calibration, context.Cancellation).Value);
        bool isBetter = after >= before;
        return new QatResult(
            isBetter ? end : start, start, trained, agreement, before, after,
            [
                $"{plan.Map.Nodes.Count()} integer nodes, weights of {options.Quantization.WeightBits} bits; Top-1 on calibration {Share(before)} as sptq, {Share(after)} trained: {(isBetter ? "trained" : "sptq's")} weights kept",
                $"trained and integer model give one class for {Share(agreement.Share)} of {agreement.Samples} samples, outputs differ by up to {Number(agreement.Largest)}",
            ]);
    }

    private static string Share(double value) => string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.0} %");

    private static string Number(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.###}");
}

/// <summary>What quantization-aware training gave.</summary>
/// <param name="Model">The quantized model: trained, or <paramref name="Start"/> where that is better on the calibration split.</param>
/// <param name="Start">What sptq makes of the model.</param>
/// <param name="Simulator">The trained float graph that rounds as the quantized one.</param>
/// <param name="Agreement">How near the simulator and its quantized model are.</param>
/// <param name="Before">Top-1 of the start on the calibration split.</param>
/// <param name="After">Top-1 of the trained quantized model on it.</param>
/// <param name="Notes">All that for people.</param>
public sealed record QatResult(Model Model, Model Start, Model Simulator, Agreement Agreement, double Before, double After, IReadOnlyList<string> Notes);
