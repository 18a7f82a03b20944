using Fulcrum.Graphs;
using Fulcrum.Ops;
using Fulcrum.Problems;
using Fulcrum.Training.Gradients;
using Fulcrum.Training.Losses;
using Fulcrum.Training.Optimisers;

namespace Fulcrum.Training.Steps;

/// <summary>Writes the <see cref="StepGraph"/> of a model.</summary>
internal static class StepGraphBuilder
{
    private const long LeastOpset = 13;

    /// <summary>Builds the step for a fixed batch size.</summary>
    /// <param name="model">The forward model: one input whose first dimension is the batch, one output.</param>
    /// <param name="batchSize">Samples per step.</param>
    /// <param name="loss">The loss on the output.</param>
    /// <param name="optimiser">The update rule.</param>
    /// <param name="trainable">Which initializers to train.</param>
    /// <exception cref="InputException">The model does not fit, or has an op without gradient on the path.</exception>
    public static StepGraph Build(Model model, int batchSize, Loss loss, Optimiser optimiser, IReadOnlyCollection<string> trainable)
    {
        RequireOpset(model);
        Model fixedBatch = WithBatch(Subgraph.PromoteInitializers(model, trainable), batchSize);
        Graph forward = fixedBatch.Graph;
        string output = forward.Outputs[0].Name;
        IReadOnlyList<long> outputShape = StaticShape(fixedBatch, output);
        var builder = GraphBuilder.From(forward);
        builder.ClearOutputs();

        ValueInfo? target = loss.TargetShape(outputShape) is { } labels ? new ValueInfo(builder.Unique("target"), ElementType.Int64, [.. labels.Select(d => (Dim)d)]) : null;
        if (target is not null)
            builder.Input(target.Name, ElementType.Int64, [.. target.Tensor!.Shape!]);
        foreach (string scalar in optimiser.Scalars)
            builder.Input(scalar, ElementType.Float);
        (string value, string seed) = loss.Emit(builder, output, outputShape, target?.Name);
        IReadOnlyDictionary<string, string> gradients = GradientPass.Emit(builder, fixedBatch, new Dictionary<string, string> { [output] = seed }, trainable);
        StepSlot[] slots = [.. model.Graph.Initializers.Where(t => trainable.Contains(t.Name)).SelectMany(t => Update(builder, optimiser, t, gradients[t.Name]))];
        builder.Output(value, ElementType.Float);
        return new StepGraph(fixedBatch with { Graph = builder.ToGraph() }, forward.Inputs[0], target, value, slots);
    }

    private static IEnumerable<StepSlot> Update(GraphBuilder builder, Optimiser optimiser, Tensor parameter, string gradient)
    {
        Dim[] shape = [.. parameter.Shape.Select(d => (Dim)d)];
        string[] states = [.. optimiser.States.Select(s => builder.Input($"{parameter.Name}/{s}/now", ElementType.Float, shape))];
        (string next, IReadOnlyList<string> nextStates) = optimiser.Emit(builder, parameter.Name, gradient, states, decays: parameter.Shape.Count >= 2);
        builder.Output(next, ElementType.Float, shape);
        yield return new StepSlot(parameter.Name, next, parameter, IsParameter: true);
        for (int i = 0; i < states.Length; i++)
        {
            builder.Output(nextStates[i], ElementType.Float, shape);
            yield return new StepSlot(states[i], nextStates[i], parameter with { Name = states[i], Bytes = new byte[parameter.Data!.Length] }, IsParameter: false);
        }
    }

    /// <summary>What is emitted (reductions with axes as an input, Softmax along one axis) means something else before opset 13.</summary>
    private static void RequireOpset(Model model)
    {
        long version = model.Opset("") ?? 0;
        if (version < LeastOpset)
            throw new InputException("opset-too-old", model.Graph.Name, $"The model is written in opset {version}, training needs {LeastOpset}.", "Export it again with a newer opset.");
    }

    private static Model WithBatch(Model model, int batchSize)
    {
        Graph graph = model.Graph;
        if (graph.Inputs.Count == 0 || graph.Inputs[0].Tensor?.Shape is not { Count: > 0 } shape || graph.Outputs.Count != 1)
            throw new InputException("model-not-trainable", graph.Name, "Training needs one tensor input with a batch dimension and one output.", "Declare the input's shape.");
        ValueInfo input = graph.Inputs[0] with { Type = graph.Inputs[0].Tensor! with { Shape = [batchSize, .. shape.Skip(1)] } };
        return model with { Graph = graph with { Inputs = [input, .. graph.Inputs.Skip(1)], Values = [] } };
    }

    private static IReadOnlyList<long> StaticShape(Model forward, string value)
    {
        TensorType? type = TypeInference.Infer(forward).Tensor(value);
        return type?.Shape is { } shape && shape.All(d => d.Size is not null)
            ? [.. shape.Select(d => d.Size!.Value)]
            : throw new InputException("model-not-trainable", value, "The output's shape is not known even with the batch fixed.", "An op before it is not in the catalogue yet.");
    }
}
