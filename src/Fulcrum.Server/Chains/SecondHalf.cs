using System.Collections.Concurrent;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Planning.Chains;

namespace Fulcrum.Server.Chains;

/// <summary>The layers after a cut in the runtime, with bound buffers kept for reuse by batch size.</summary>
internal sealed class SecondHalf : IDisposable
{
    private const int KeptPerBatchSize = 8, KeptBatchSizes = 16;
    private readonly IModelRunner _runner;
    private readonly ILoadedModel _model;
    private readonly LayerChain _chain;
    private readonly int _cut;
    private readonly ConcurrentDictionary<int, ConcurrentBag<BoundBatch>> _idle = new();

    public SecondHalf(IModelRunner runner, LayerChain chain, int cut)
    {
        (_runner, _chain, _cut) = (runner, chain, cut);
        _model = runner.Load(chain.Tail(cut));
    }

    public int InputElements => _chain.CutElements(_cut);

    /// <summary>Takes buffers for a batch; give them back with <see cref="Return"/>.</summary>
    public BoundBatch Rent(int samples) =>
        _idle.TryGetValue(samples, out ConcurrentBag<BoundBatch>? bag) && bag.TryTake(out BoundBatch? batch) ? batch : new BoundBatch(_runner, _model, _chain, _cut, samples);

    public void Return(BoundBatch batch)
    {
        ConcurrentBag<BoundBatch>? bag = _idle.Count < KeptBatchSizes || _idle.ContainsKey(batch.Samples) ? _idle.GetOrAdd(batch.Samples, _ => []) : null;
        if (bag is { Count: < KeptPerBatchSize })
            bag.Add(batch);
        else
            batch.Dispose();
    }

    public void Dispose()
    {
        foreach (BoundBatch batch in _idle.Values.SelectMany(bag => bag))
            batch.Dispose();
        _model.Dispose();
    }
}

/// <summary>Buffers and binding for one batch size.</summary>
internal sealed class BoundBatch : IDisposable
{
    private readonly ITensorBuffer _input, _output;
    private readonly IBoundRun _run;

    public BoundBatch(IModelRunner runner, ILoadedModel model, LayerChain chain, int cut, int samples)
    {
        Samples = samples;
        long[] Shape(int c) => [samples, .. chain.CutTensor(c).Tensor!.Shape!.Skip(1).Select(d => d.Size!.Value)];
        _input = runner.Allocate(ElementType.Float, Shape(cut));
        _output = runner.Allocate(ElementType.Float, Shape(chain.Depth));
        _run = model.Bind(
            new Dictionary<string, ITensorBuffer> { [chain.CutTensor(cut).Name] = _input },
            new Dictionary<string, ITensorBuffer> { [chain.CutTensor(chain.Depth).Name] = _output });
    }

    public int Samples { get; }

    public Span<float> Input => _input.Span<float>();

    public ReadOnlySpan<float> Output => _output.Span<float>();

    public void Run() => _run.Run();

    public void Dispose()
    {
        _run.Dispose();
        _input.Dispose();
        _output.Dispose();
    }
}
