using Fulcrum.Graphs;
using Fulcrum.Ops;
using Fulcrum.Ops.Upgrades;
using Fulcrum.Problems;
using Fulcrum.Training.Gradients;
using Fulcrum.Training.Losses;
using Fulcrum.Training.Optimisers;

namespace Fulcrum.Training.Steps;

/// <summary>Writes the <see cref="StepGraph"/> of a model.</summary>
internal static class StepGraphBuilder
{
    /// <summary>Builds the step for a fixed batch size.</summary>
    /// <param name="model">The forward model: one input whose first dimension is the batch; what the loss reads is among its outputs.</param>
    /// <param name="sampleLength">Values per sample.</param>
    /// <param name="options">Loss, optimiser, batch size and what else shapes a step.</param>
    /// <exception cref="InputException">The model does not fit, is older than can be lifted, or has an op without gradient on the path.</exception>
    public static StepGraph Build(Model model, int sampleLength, TrainingOptions options)
    {
        model = OpsetUpgrade.Lift(model);
        IReadOnlyCollection<string> trainable = options.Trainable ?? TrainableTensors.Of(model);
        RequireTrainable(model, trainable);
        TrainingForm form = TrainingForm.Of(model, trainable, options);
        (Model unit, IReadOnlyList<UnitScale> parameters) = UnitScale.Apply(form.Model, trainable, options.UnitScale);
        string[] learnt = [.. parameters.Select(p => p.Parameter.Name)];
        Model forward = WithBatch(Subgraph.PromoteInitializers(unit, [.. learnt, .. form.Statistics.Keys]), Inputs(model), options.BatchSize, sampleLength);
        IReadOnlyList<LossInput> outputs = Outputs(forward);
        var builder = GraphBuilder.From(forward.Graph);
        builder.ClearOutputs();
        ValueInfo? labels = options.Loss.NeedsLabels ? new ValueInfo(builder.Unique("labels"), ElementType.Int64, options.BatchSize) : null;
        if (labels is not null)
            builder.Input(labels.Name, ElementType.Int64, options.BatchSize);
        foreach (string scalar in options.Scalars)
            builder.Input(scalar, ElementType.Float);
        LossTerms terms = options.Loss.Emit(new LossScope(builder, outputs, labels?.Name));
        IReadOnlyDictionary<string, string> gradients = GradientClipping.Apply(builder, Apart(builder, GradientPass.Emit(builder, forward, terms.Gradients, learnt)), options.ClipNorm);
        StepSlot[] slots =
        [
            .. parameters.SelectMany(p => Update(builder, options.Optimiser, p, gradients[p.Parameter.Name])),
            .. model.Graph.Initializers.Where(t => form.Statistics.ContainsKey(t.Name)).Select(t => Carry(builder, t, form.Statistics[t.Name])),
        ];
        if (options.Ema > 0)
            slots = [.. slots.SelectMany(s => WeightAverage.Beside(builder, s))];
        builder.Output(terms.Value, ElementType.Float);
        return new StepGraph(forward with { Graph = builder.ToGraph() }, forward.Graph.Inputs[0], labels, options.Loss.Classes(outputs), terms.Value, slots);
    }

    /// <summary>Optimisers may write into the node that makes a gradient, so two parameters must not share one.</summary>
    private static Dictionary<string, string> Apart(GraphBuilder builder, IReadOnlyDictionary<string, string> gradients)
    {
        var shared = gradients.GroupBy(g => g.Value).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        return gradients.ToDictionary(g => g.Key, g => shared.Contains(g.Value) ? builder.Emit("Identity", [g.Value], $"{g.Key}/gradient") : g.Value);
    }

    private static IEnumerable<StepSlot> Update(GraphBuilder builder, Optimiser optimiser, UnitScale scaled, string gradient)
    {
        Tensor parameter = scaled.Parameter;
        Dim[] shape = Shape(parameter);
        string[] states = [.. optimiser.States.Select(s => builder.Input($"{parameter.Name}/{s}/now", ElementType.Float, shape))];
        (string next, IReadOnlyList<string> nextStates) = optimiser.Emit(builder, parameter.Name, gradient, states, decays: parameter.Shape.Count >= 2);
        if (SparsityMask.Of(parameter) is Tensor mask)
            next = builder.Emit("Mul", [next, builder.Constant(mask with { Name = builder.Unique(mask.Name) })], $"{parameter.Name}/masked");
        builder.Output(next, ElementType.Float, shape);
        yield return new StepSlot(parameter.Name, next, parameter, scaled.Learns, scaled.Factor);
        for (int i = 0; i < states.Length; i++)
        {
            builder.Output(nextStates[i], ElementType.Float, shape);
            yield return new StepSlot(states[i], nextStates[i], parameter with { Name = states[i], Bytes = new byte[parameter.Bytes.Length] }, Learns: null);
        }
    }

    private static StepSlot Carry(GraphBuilder builder, Tensor statistic, string next)
    {
        builder.Output(next, ElementType.Float, Shape(statistic));
        return new StepSlot(statistic.Name, next, statistic, statistic.Name);
    }

    /// <summary>A tensor's shape as graphs declare it.</summary>
    public static Dim[] Shape(Tensor tensor) => [.. tensor.Shape.Select(d => (Dim)d)];

    private static void RequireTrainable(Model model, IReadOnlyCollection<string> trainable)
    {
        HashSet<string> known = [.. model.Graph.Initializers.Select(t => t.Name)];
        if (trainable.FirstOrDefault(t => !known.Contains(t)) is string stray)
            throw new InputException("weight-unknown", stray, "The model has no weight of that name.", "fulcrum inspect lists the weights.");
        if (trainable.Count == 0)
            throw new InputException("model-not-trainable", model.Graph.Name, "The model has no float weight that its outputs depend on.", "Train a model before it is quantized.");
        foreach (Tensor tensor in model.Graph.Initializers.Where(t => trainable.Contains(t.Name)))
        {
            if (tensor.Element != ElementType.Float)
                throw new InputException("model-not-trainable", tensor.Name, $"The weight is {tensor.Element}; only float is trained.", "Convert the model to float first.");
            foreach (float value in tensor.Values<float>())
            {
                if (!float.IsFinite(value))
                    throw new InputException("weight-not-finite", tensor.Name, $"A weight is {value}.", "Start from a model that works: fulcrum validate --level data.");
            }
        }
    }

    private static string[] Inputs(Model model)
    {
        HashSet<string> constants = [.. model.Graph.Initializers.Select(t => t.Name)];
        return [.. model.Graph.Inputs.Select(i => i.Name).Where(i => !constants.Contains(i))];
    }

    private static Model WithBatch(Model model, string[] inputs, int batchSize, int sampleLength)
    {
        Graph graph = model.Graph;
        if (inputs.Length > 1)
            throw new InputException("model-not-trainable", graph.Name, $"The model has {inputs.Length} inputs: {string.Join(", ", inputs)}.", "Make constants of all but one, or train a model of one input.");
        if (graph.Inputs.Count == 0 || graph.Inputs[0].Tensor?.Shape is not { Count: > 0 } shape)
            throw new InputException("model-not-trainable", graph.Name, "Training needs one tensor input with a batch dimension.", "Declare the input's shape.");
        long known = shape.Skip(1).Aggregate(1L, (n, d) => n * (d.Size ?? 1));
        int open = shape.Skip(1).Count(d => d.Size is null);
        if (known <= 0 || sampleLength % known != 0 || open > 1 || (open == 0 && known != sampleLength))
            throw new InputException("data-shape", graph.Inputs[0].Name, $"The input has shape [{string.Join(",", shape)}], a sample has {sampleLength} values.", "Use data of the model's shape.");
        Dim[] whole = [batchSize, .. shape.Skip(1).Select(d => d.Size is null ? (Dim)(sampleLength / known) : d)];
        ValueInfo input = graph.Inputs[0] with { Type = graph.Inputs[0].Tensor! with { Shape = whole } };
        return model with { Graph = graph with { Inputs = [input, .. graph.Inputs.Skip(1)], Values = [] } };
    }

    private static IReadOnlyList<LossInput> Outputs(Model forward)
    {
        // Declared output shapes may name a fixed batch of another size: what counts is inferred.
        Model open = forward with { Graph = forward.Graph with { Outputs = [.. forward.Graph.Outputs.Select(o => o with { Type = null })] } };
        GraphTypes types = TypeInference.Infer(open);
        return [.. forward.Graph.Outputs.Select(o => new LossInput(o.Name, Logits.Behind(forward.Graph, o.Name), StaticShape(types, o.Name)))];
    }

    private static IReadOnlyList<long> StaticShape(GraphTypes types, string value) =>
        types.Tensor(value)?.Shape is { } shape && shape.All(d => d.Size is not null)
            ? [.. shape.Select(d => d.Size!.Value)]
            : throw new InputException("model-not-trainable", value, "The output's shape is not known even with the batch fixed.", "An op before it is not in the catalogue yet.");
}
