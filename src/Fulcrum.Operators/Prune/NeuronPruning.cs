using Fulcrum.Graphs;

namespace Fulcrum.Operators.Prune;

/// <summary>
/// Magnitude pruning of whole neurons in the first layers of a fully connected chain: what QPART compares with. The smallest neurons by
/// incoming times outgoing weight norm go, and the matrices really shrink.
/// </summary>
public sealed class NeuronPruning
{
    private readonly Model _model;
    private readonly IReadOnlyList<DenseLayer> _layers;
    private readonly int _trimmed;
    private readonly (int Layer, int Neuron)[] _order;

    /// <summary>Ranks the neurons of the first layers of a model.</summary>
    /// <param name="model">A chain of fully connected layers.</param>
    /// <param name="layers">How many layers, from the first, may lose neurons; the last layer's outputs are never touched.</param>
    public NeuronPruning(Model model, int layers)
    {
        _model = model;
        _layers = DenseLayer.Of(model);
        _trimmed = Math.Min(layers, _layers.Count - 1);
        _order = [.. Enumerable.Range(0, _trimmed).SelectMany(Scores).OrderBy(s => s.Score).Select(s => (s.Layer, s.Neuron))];
    }

    /// <summary>How many neurons can be trimmed.</summary>
    public int Candidates => _order.Length;

    /// <summary>The model without its <paramref name="count"/> smallest neurons; every layer keeps at least one.</summary>
    public Model Trim(int count)
    {
        List<int>[] kept = [.. _layers.Select(l => Enumerable.Range(0, l.Neurons).ToList())];
        foreach ((int layer, int neuron) in _order.Take(count))
        {
            if (kept[layer].Count > 1)
                kept[layer].Remove(neuron);
        }

        var tensors = new Dictionary<string, Tensor>();
        for (int i = 0; i < _layers.Count; i++)
        {
            IReadOnlyList<int> inputs = i == 0 ? [.. Enumerable.Range(0, _layers[0].Inputs)] : kept[i - 1];
            foreach (Tensor tensor in _layers[i].Keep(kept[i], inputs))
                tensors[tensor.Name] = tensor;
        }

        return Subgraph.ReplaceInitializers(_model with { Graph = _model.Graph with { Values = [] } }, tensors);
    }

    /// <summary>Scores relative to the layer's mean, so that layers of different scale compare.</summary>
    private IEnumerable<(double Score, int Layer, int Neuron)> Scores(int layer)
    {
        double[] scores = [.. _layers[layer].NeuronNorms().Zip(_layers[layer + 1].InputNorms(), (incoming, outgoing) => Math.Sqrt(incoming * outgoing))];
        double mean = Math.Max(scores.Average(), double.Epsilon);
        return scores.Select((score, neuron) => (score / mean, layer, neuron));
    }
}
