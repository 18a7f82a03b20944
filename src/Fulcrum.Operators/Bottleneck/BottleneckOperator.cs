using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Training;
using Fulcrum.Training.Losses;
using Fulcrum.Training.Optimisers;

namespace Fulcrum.Operators.Bottleneck;

/// <summary>
/// The auto-encoder that QPART compares with (after DeepCOD): a fully connected encoder before the cut and decoder behind it, trained to
/// reconstruct the cut tensor while the rest of the model stays as it is.
/// </summary>
/// <param name="runner">Runs the training steps.</param>
public sealed class BottleneckOperator(IModelRunner runner)
{
    /// <summary>Inserts and trains a bottleneck.</summary>
    /// <param name="model">The model; one input, one output.</param>
    /// <param name="cut">The tensor to code: [batch, n] and never negative (an input in [0, 1], or the output of Relu).</param>
    /// <param name="elements">n.</param>
    /// <param name="codeWidth">Values of the code, sent as floats.</param>
    /// <param name="train">Training samples.</param>
    /// <param name="options">Epochs, rate and seed; loss, optimiser and trainable tensors are set here.</param>
    /// <param name="progress">Told while training.</param>
    /// <param name="cancellation">Stops training.</param>
    public BottleneckResult Apply(
        Model model, string cut, int elements, int codeWidth, DatasetSplit train, TrainingOptions options,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        BottleneckNames names = BottleneckNames.For(cut);
        Model coder = WithError(model, cut, elements, Initial(names, elements, codeWidth, new Random(options.Seed)), names);
        TrainingResult trained = new Trainer(runner).Train(coder, train, options with
        {
            Loss = new MeanSquare(), Optimiser = new Adam(), Trainable = names.Weights,
        }, progress, cancellation: cancellation);
        Tensor[] weights = [.. trained.Model.Graph.Initializers.Where(t => names.Weights.Contains(t.Name))];
        return new BottleneckResult(Insert(model, cut, weights, names), names.Code, names.Decoded, 2L * elements * codeWidth, weights.Where(t => names.Encoder.Contains(t.Name)).Sum(t => t.Data!.Length));
    }

    /// <summary>The model up to the cut, then encoder and decoder, then what they got wrong.</summary>
    private static Model WithError(Model model, string cut, int elements, IReadOnlyList<Tensor> weights, BottleneckNames names)
    {
        ValueInfo input = model.Graph.Inputs[0];
        Graph head = input.Name == cut
            ? new Graph { Name = "bottleneck", Inputs = [input] }
            : Subgraph.Extract(model, [input], [new ValueInfo(cut, ElementType.Float, Dim.Named("batch"), elements)]).Graph;
        var builder = GraphBuilder.From(head);
        builder.ClearOutputs();
        AddCoder(builder, cut, weights, names);
        builder.Output(builder.Emit("Sub", [names.Decoded, cut], $"{cut}/error"), ElementType.Float, Dim.Named("batch"), elements);
        return model with { Graph = builder.ToGraph() };
    }

    /// <summary>The whole model with the cut tensor replaced by its reconstruction for everyone who read it.</summary>
    private static Model Insert(Model model, string cut, IReadOnlyList<Tensor> weights, BottleneckNames names)
    {
        var builder = new GraphBuilder(model.Graph.Name);
        AddCoder(builder, cut, weights, names);
        Graph coder = builder.ToGraph();
        int position = model.Graph.Nodes.ToList().FindIndex(n => n.Outputs.Contains(cut)) + 1;
        IEnumerable<Node> rewired = model.Graph.Nodes.Skip(position).Select(n => n with { Inputs = [.. n.Inputs.Select(i => i == cut ? names.Decoded : i)] });
        return model with
        {
            Graph = model.Graph with
            {
                Nodes = [.. model.Graph.Nodes.Take(position), .. coder.Nodes, .. rewired],
                Initializers = [.. model.Graph.Initializers, .. weights],
            },
        };
    }

    private static void AddCoder(GraphBuilder builder, string cut, IReadOnlyList<Tensor> weights, BottleneckNames names)
    {
        foreach (Tensor tensor in weights)
            builder.Constant(tensor);
        NodeAttribute transposed = NodeAttribute.Of("transB", 1);
        builder.Add(new Node("Gemm", [cut, names.Weights[0], names.Weights[1]], [names.Code], transposed) { Name = names.Code });
        builder.Add(new Node("Gemm", [names.Code, names.Weights[2], names.Weights[3]], [names.Decoded + "/linear"], transposed) { Name = names.Decoded + "/linear" });
        builder.Add(new Node("Relu", [names.Decoded + "/linear"], [names.Decoded]) { Name = names.Decoded });
    }

    private static Tensor[] Initial(BottleneckNames names, int elements, int width, Random random) =>
    [
        Uniform(names.Weights[0], [width, elements], elements, random),
        Tensor.From<float>(names.Weights[1], [width], new float[width]),
        Uniform(names.Weights[2], [elements, width], width, random),
        Tensor.From<float>(names.Weights[3], [elements], new float[elements]),
    ];

    private static Tensor Uniform(string name, long[] shape, int inputs, Random random)
    {
        float bound = (float)Math.Sqrt(1.0 / inputs);
        float[] values = new float[shape[0] * shape[1]];
        for (int i = 0; i < values.Length; i++)
            values[i] = bound * ((2 * random.NextSingle()) - 1);
        return Tensor.From<float>(name, shape, values);
    }
}
