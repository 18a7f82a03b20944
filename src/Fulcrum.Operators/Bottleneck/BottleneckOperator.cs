using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Training;
using Fulcrum.Training.Losses;
using Fulcrum.Training.Optimisers;

namespace Fulcrum.Operators.Bottleneck;

/// <summary>
/// The auto-encoder that QPART compares with (after DeepCOD): an encoder before the cut and a decoder behind it, trained to reconstruct the cut tensor while the rest of the model stays as it is.
/// </summary>
/// <param name="runner">Runs the training steps.</param>
public sealed class BottleneckOperator(IModelRunner runner)
{
    /// <summary>Inserts and trains a bottleneck.</summary>
    /// <param name="model">The model; one input, one output.</param>
    /// <param name="cut">The tensor to code; alone at its cut.</param>
    /// <param name="coder">The form of encoder and decoder, for the tensor's shape.</param>
    /// <param name="train">Training samples.</param>
    /// <param name="options">Epochs, rate and seed; loss, optimiser and trainable tensors are set here.</param>
    /// <param name="progress">Told while training.</param>
    /// <param name="cancellation">Stops training.</param>
    public BottleneckResult Apply(
        Model model, string cut, BottleneckCoder coder, DatasetSplit train, TrainingOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var names = new BottleneckNames(cut);
        Model learner = WithError(model, coder, coder.Initial(names, new Random(options.Seed)), names);
        TrainingResult trained = new Trainer(runner).Train(learner, train, options with
        {
            Loss = new MeanSquare(), Optimiser = new Adam(), Trainable = names.Weights,
        }, progress, cancellation: cancellation);
        Tensor[] weights = [.. trained.Model.Graph.Initializers.Where(t => names.Weights.Contains(t.Name))];
        return new BottleneckResult(Insert(model, coder, weights, names), names, coder.Macs, weights.Where(t => names.Encoder.Contains(t.Name)).Sum(t => t.Data!.Length));
    }

    /// <summary>The model up to the cut, then encoder and decoder, then what they got wrong.</summary>
    private static Model WithError(Model model, BottleneckCoder coder, IReadOnlyList<Tensor> weights, BottleneckNames names)
    {
        Dim[] shape = [Dim.Named("batch"), .. coder.Shape];
        ValueInfo input = model.Graph.Inputs[0];
        Graph head = input.Name == names.Cut
            ? new Graph { Name = "bottleneck", Inputs = [input] }
            : Subgraph.Extract(model, [input], [new ValueInfo(names.Cut, ElementType.Float, shape)]).Graph;
        var builder = GraphBuilder.From(head);
        builder.ClearOutputs();
        coder.AddTo(builder, names, weights);
        builder.Output(builder.Emit("Sub", [names.Decoded, names.Cut], $"{names.Cut}/error"), ElementType.Float, shape);
        return model with { Graph = builder.ToGraph() };
    }

    /// <summary>The whole model with the cut tensor replaced by its reconstruction for everyone who read it.</summary>
    private static Model Insert(Model model, BottleneckCoder coder, IReadOnlyList<Tensor> weights, BottleneckNames names)
    {
        var builder = new GraphBuilder(model.Graph.Name);
        coder.AddTo(builder, names, weights);
        int position = model.Graph.Nodes.ToList().FindIndex(n => n.Outputs.Contains(names.Cut)) + 1;
        IEnumerable<Node> rewired = model.Graph.Nodes.Skip(position).Select(n => n with { Inputs = [.. n.Inputs.Select(i => i == names.Cut ? names.Decoded : i)] });
        return model with
        {
            Graph = model.Graph with
            {
                Nodes = [.. model.Graph.Nodes.Take(position), .. builder.ToGraph().Nodes, .. rewired],
                Initializers = [.. model.Graph.Initializers, .. weights],
            },
        };
    }
}
