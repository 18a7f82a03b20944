using Fulcrum.Graphs;
using Fulcrum.Ops;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Prune;

/// <summary>A fully connected layer: its weight matrix, which axis counts its neurons, and its bias.</summary>
internal sealed record DenseLayer(Tensor Weight, int NeuronAxis, Tensor? Bias)
{
    public int Neurons => checked((int)Weight.Shape[NeuronAxis]);

    public int Inputs => checked((int)Weight.Shape[1 - NeuronAxis]);

    /// <summary>The layers of a chain of Gemm and MatMul, first to last.</summary>
    public static IReadOnlyList<DenseLayer> Of(Model model)
    {
        Graph graph = model.Graph;
        var index = new GraphIndex(graph);
        GraphTypes types = TypeInference.Infer(model);
        var layers = new List<DenseLayer>();
        foreach (OpNode node in graph.Nodes.Select(types.Typed))
        {
            if (OpCatalog.Find(node.Node)?.Weight(node) is not WeightRole role || index.Initializer(node.Node.Inputs[role.Input]) is not { Shape.Count: 2 } weight)
                continue;
            Tensor? bias = role.Bias is int b && b < node.Node.Inputs.Count ? index.Initializer(node.Node.Inputs[b]) : null;
            layers.Add(new DenseLayer(weight, role.ChannelAxis, bias));
        }

        bool fits = layers.Zip(layers.Skip(1)).All(pair => pair.First.Neurons == pair.Second.Inputs);
        return layers.Count > 1 && fits
            ? layers
            : throw new InputException("prune-no-chain", graph.Name, "The model is no chain of fully connected layers.", "Prune such a chain.");
    }

    /// <summary>Sum of squares of each neuron's weights.</summary>
    public double[] NeuronNorms() => Norms(NeuronAxis);

    /// <summary>Sum of squares of the weights that read each input.</summary>
    public double[] InputNorms() => Norms(1 - NeuronAxis);

    /// <summary>The layer with only some of its neurons and inputs.</summary>
    public IEnumerable<Tensor> Keep(IReadOnlyList<int> neurons, IReadOnlyList<int> inputs)
    {
        (IReadOnlyList<int> rows, IReadOnlyList<int> columns) = NeuronAxis == 0 ? (neurons, inputs) : (inputs, neurons);
        ReadOnlySpan<float> values = Weight.Values<float>();
        float[] kept = new float[rows.Count * columns.Count];
        int width = checked((int)Weight.Shape[1]);
        for (int r = 0; r < rows.Count; r++)
        {
            for (int c = 0; c < columns.Count; c++)
                kept[(r * columns.Count) + c] = values[(rows[r] * width) + columns[c]];
        }

        List<Tensor> tensors = [Tensor.From<float>(Weight.Name, [rows.Count, columns.Count], kept)];
        if (Bias is not null)
            tensors.Add(Tensor.From<float>(Bias.Name, [neurons.Count], neurons.Select(n => Bias.Values<float>()[n]).ToArray()));
        return tensors;
    }

    private double[] Norms(int axis)
    {
        ReadOnlySpan<float> values = Weight.Values<float>();
        int width = checked((int)Weight.Shape[1]);
        double[] norms = new double[Weight.Shape[axis]];
        for (int i = 0; i < values.Length; i++)
            norms[axis == 0 ? i / width : i % width] += (double)values[i] * values[i];
        return norms;
    }
}
