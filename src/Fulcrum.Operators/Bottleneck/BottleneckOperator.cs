using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Training;
using Fulcrum.Training.Losses;
using Fulcrum.Training.Optimisers;

namespace Fulcrum.Operators.Bottleneck;

/// <summary>
/// The auto-encoder that QPART compares with (after DeepCOD): an encoder before the cut and a decoder behind it, trained to reconstruct the cut tensor and to answer as the model does without them, while the rest of the model stays as it is.
/// </summary>
/// <param name="runner">Runs the training steps.</param>
public sealed class BottleneckOperator(IModelRunner runner)
{
    /// <summary>Inserts and trains a bottleneck.</summary>
    /// <param name="model">The model; one input, one output [batch, classes]; BatchNormalization folded, for it would learn.</param>
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
        IReadOnlyList<Tensor> weights = coder.Initial(names, new Random(options.Seed));
        TrainingResult trained = new Trainer(runner).Train(BothWays(model, coder, weights, names), train, options with
        {
            Loss = new WeightedSum((1, new SoftTargets(0, 1)), (1, new Matching(2, 3) { Relative = true })),
            Optimiser = new Adam(),
            Trainable = [.. weights.Select(w => w.Name)],
        }, progress, cancellation: cancellation);
        var learnt = trained.Model.Graph.Initializers.ToDictionary(t => t.Name);
        weights = [.. weights.Select(w => learnt[w.Name])];
        return new BottleneckResult(Insert(model, coder, weights, names), names, coder.EncoderMacs, coder.DecoderMacs, learnt[names.Encoder.Weight].Data!.Length + learnt[names.Encoder.Bias].Data!.Length);
    }

    /// <summary>The model as it is and, from the cut on, once more behind the bottleneck. Outputs: the answers behind it and without it, then the decoded and the true cut tensor.</summary>
    private static Model BothWays(Model model, BottleneckCoder coder, IReadOnlyList<Tensor> weights, BottleneckNames names)
    {
        Dim batch = Dim.Named("batch");
        ValueInfo answers = model.Graph.Outputs[0];
        var builder = GraphBuilder.From(model.Graph);
        coder.AddTo(builder, names, weights);
        var behind = new Dictionary<string, string> { [names.Cut] = names.Decoded };
        foreach (Node node in model.Graph.Nodes.Where(n => n.Inputs.Any(behind.ContainsKey)))
        {
            foreach (string output in node.Outputs.Where(o => o.Length > 0))
                behind[output] = $"{names.Decoded}/{output}";
            builder.Add(Renaming.All(node, v => behind.GetValueOrDefault(v, v)) with { Name = $"{names.Decoded}/{node.Name}" });
        }

        Graph graph = builder.ToGraph();
        ValueInfo[] pair = [.. new[] { names.Decoded, names.Cut }.Select(v => new ValueInfo(v, ElementType.Float, [batch, .. coder.Shape]))];
        return model with { Graph = graph with { Outputs = [answers with { Name = behind[answers.Name] }, answers, .. pair] } };
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
