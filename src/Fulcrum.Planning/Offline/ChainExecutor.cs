using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Planning.Chains;

namespace Fulcrum.Planning.Offline;

/// <summary>
/// Runs a chain on a fixed set of samples, layer by layer, with every buffer bound once. The float activations at all cuts are kept, so
/// a change at layer l costs only layers l..L.
/// </summary>
internal sealed class ChainExecutor : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly ITensorBuffer[] _reference, _working;
    private readonly ITensorBuffer[] _weights, _changed;
    private readonly IBoundRun[,,] _runs;

    public ChainExecutor(IModelRunner runner, LayerChain chain, DatasetSplit samples)
    {
        (Chain, Samples) = (chain, samples);
        int depth = chain.Depth;
        _reference = [.. Enumerable.Range(0, depth + 1).Select(cut => Activation(runner, cut))];
        _working = [.. Enumerable.Range(0, depth + 1).Select(cut => Activation(runner, cut))];
        _weights = [.. chain.Layers.Select(l => Weight(runner, l))];
        _changed = [.. chain.Layers.Select(l => Weight(runner, l))];
        _runs = new IBoundRun[depth + 1, 2, 2];
        samples.CopySamples(0, _reference[0].Span<float>());
        for (int layer = 1; layer <= depth; layer++)
            Prepare(runner, layer);
        Reference = [.. Logits(_reference[depth])];
        Right = Judge(Reference);
    }

    public LayerChain Chain { get; }

    public DatasetSplit Samples { get; }

    /// <summary>Float logits of all samples.</summary>
    public float[] Reference { get; }

    /// <summary>Which samples the float model answers right.</summary>
    public bool[] Right { get; }

    /// <summary>The float activations at a cut; do not change.</summary>
    public ReadOnlySpan<float> ReferenceAt(int cut) => _reference[cut].Span<float>();

    /// <summary>The activations at a cut that the next run starts from or made; may be changed before a run that starts there.</summary>
    public Span<float> WorkingAt(int cut) => _working[cut].Span<float>();

    /// <summary>The weights of a layer that runs with changed weights use.</summary>
    public Span<float> ChangedWeights(int layer) => _changed[layer - 1].Span<float>();

    /// <summary>Runs layers from..to.</summary>
    /// <param name="from">The first layer; it reads the float activations, or the working ones.</param>
    /// <param name="to">The last layer.</param>
    /// <param name="working">Whether the first layer reads the working activations.</param>
    /// <param name="changed">Whether layers use their changed weights.</param>
    public void Run(int from, int to, bool working, bool changed)
    {
        for (int layer = from; layer <= to; layer++)
            _runs[layer, working || layer > from ? 1 : 0, changed ? 1 : 0].Run();
    }

    /// <summary>Logits of the last run that reached layer L.</summary>
    public ReadOnlySpan<float> Result => Logits(_working[Chain.Depth]);

    /// <summary>Which samples given logits answer right.</summary>
    public bool[] Judge(ReadOnlySpan<float> logits)
    {
        bool[] right = new bool[Samples.Count];
        TopOne.Judge(logits, Samples.Labels, right);
        return right;
    }

    /// <summary>Mean over samples of the squared distance to the float logits, ||r_Z||².</summary>
    public double NoiseEnergy(ReadOnlySpan<float> logits)
    {
        double sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            double difference = logits[i] - Reference[i];
            sum += difference * difference;
        }

        return sum / Samples.Count;
    }

    public void Dispose()
    {
        for (int i = _owned.Count - 1; i >= 0; i--)
            _owned[i].Dispose();
    }

    private void Prepare(IModelRunner runner, int layer)
    {
        string input = Chain.CutTensor(layer - 1).Name, output = Chain.CutTensor(layer).Name, weight = Chain.Layers[layer - 1].Weight.Name;
        ILoadedModel model = Own(runner.Load(Subgraph.PromoteInitializers(Chain.Segment(layer), [weight])));
        IBoundRun Bind(ITensorBuffer from, ITensorBuffer weights, ITensorBuffer to) => Own(model.Bind(
            new Dictionary<string, ITensorBuffer> { [input] = from, [weight] = weights },
            new Dictionary<string, ITensorBuffer> { [output] = to }));
        Bind(_reference[layer - 1], _weights[layer - 1], _reference[layer]).Run();
        for (int working = 0; working < 2; working++)
        {
            ITensorBuffer from = (working == 1 ? _working : _reference)[layer - 1];
            _runs[layer, working, 0] = Bind(from, _weights[layer - 1], _working[layer]);
            _runs[layer, working, 1] = Bind(from, _changed[layer - 1], _working[layer]);
        }
    }

    private static ReadOnlySpan<float> Logits(ITensorBuffer buffer) => buffer.Span<float>();

    private ITensorBuffer Activation(IModelRunner runner, int cut) =>
        Own(runner.Allocate(ElementType.Float, [Samples.Count, .. Chain.CutTensor(cut).Tensor!.Shape!.Skip(1).Select(d => d.Size!.Value)]));

    private ITensorBuffer Weight(IModelRunner runner, ChainLayer layer)
    {
        ITensorBuffer buffer = Own(runner.Allocate(ElementType.Float, [.. layer.Weight.Shape]));
        layer.Weight.Values<float>().CopyTo(buffer.Span<float>());
        return buffer;
    }

    private T Own<T>(T resource) where T : IDisposable
    {
        _owned.Add(resource);
        return resource;
    }
}
