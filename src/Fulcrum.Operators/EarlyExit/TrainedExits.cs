using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Exits;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Ops;
using Fulcrum.Ops.Upgrades;
using Fulcrum.Problems;
using Fulcrum.Training;
using Fulcrum.Training.Losses;

namespace Fulcrum.Operators.EarlyExit;

/// <summary>
/// Internal classifiers: heads at inner tensors, trained on labels and on the final output's soft targets. The backbone is frozen unless asked otherwise (shallow-deep networks,
/// Kaya et al. 2019), so that the final output stays the same to the bit.
/// </summary>
internal sealed class TrainedExits(EarlyExitOptions options, OperatorContext context)
{
    /// <summary>The model with exits as further outputs, behind its own, and their plan with thresholds.</summary>
    /// <exception cref="InputException"><c>exit-output</c>, <c>exit-value</c>, and what training and calibrating say.</exception>
    public (Model Model, ExitPlan Plan) Apply(Model model)
    {
        Model lifted = OpsetUpgrade.Lift(model);
        (Model made, ExitPlan plan, IReadOnlyList<string> weights) = AddHeads(lifted);
        Model trained = Train(made, plan.Points.Count, weights);
        return (trained, new ExitCalibrator(context.Runner).Calibrate(trained, plan, context.Needed("early-exit").Calibration, context.Progress, context.Cancellation));
    }

    private (Model Model, ExitPlan Plan, IReadOnlyList<string> Weights) AddHeads(Model model)
    {
        if (model.Graph.Outputs is not [var final])
            throw new InputException("exit-output", model.Graph.Name, $"The model has {model.Graph.Outputs.Count} outputs.", "Exits are for classifiers of one output.");
        if (TypeInference.Infer(model).Tensor(final.Name)?.Shape is not [_, { Size: long classes }])
            throw new InputException("exit-output", final.Name, "The output is not known to be [batch, classes].", "Exits are for classifiers.");
        var candidates = new ExitCandidates(model);
        IReadOnlyList<ExitCandidate> places = options.At.Count > 0 ? [.. options.At.Select(candidates.At)] : candidates.Spread(options.Exits);
        for (int i = 1; i < places.Count; i++)
        {
            if (!places[i - 1].Cut.IsBefore(places[i].Cut))
                throw new InputException("exit-value", places[i].Hidden.Name, $"'{places[i - 1].Hidden.Name}' does not come before it.", "Name values from first to last, each once.");
        }

        var builder = GraphBuilder.From(model.Graph);
        var random = new Random(context.Seed);
        var weights = new List<string>();
        var points = new List<ExitPoint>();
        foreach (ExitCandidate place in places)
        {
            var head = new ExitHead(builder, builder.Unique($"exit-{points.Count + 1}"), options.Hidden, options.Head, random);
            string output = head.Add(place.Hidden, classes);
            weights.AddRange(head.Weights);
            points.Add(new ExitPoint(output, ExitPoint.Never, [.. place.Cut.Tensors.Select(t => t.Name)], place.Cut.Depth));
        }

        Model made = model with { Graph = builder.ToGraph() };
        return (made, new ExitPlan { Points = points, Final = final.Name, Confidence = options.Confidence, MaxDrop = options.MaxDrop }, weights);
    }

    private Model Train(Model model, int exits, IReadOnlyList<string> weights)
    {
        double soft = options.Training.Teacher;
        var parts = new List<(double, Loss)>();
        for (int exit = 1; exit <= exits; exit++)
        {
            if (soft < 1)
                parts.Add((1 - soft, new SoftmaxCrossEntropy { Output = exit }));
            if (soft > 0)
                parts.Add((soft, new SoftTargets(exit, 0) { Temperature = options.Training.Temperature }));
        }

        if (options.Joint)
            parts.Add((1, new SoftmaxCrossEntropy()));
        return options.Training.Epochs == 0 ? model : FineTuner.Run(model, new WeightedSum([.. parts]), options.Training, context, options.Joint ? TrainingOptions.TrainableOf(model) : weights);
    }
}
