using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Operators.Exits;

namespace Fulcrum.Operators.Benchmarks;

/// <summary>Segments one after the other on bound buffers, one thread, batch 1 (or the model's own); a sample leaves at the first exit that is confident enough. A whole model is a chain of one.</summary>
internal sealed class ChainVariant : IVariant
{
    private readonly Dictionary<string, ITensorBuffer> _buffers = [];
    private readonly ILoadedModel[] _segments;
    private readonly IBoundRun[] _runs;
    private readonly ManifestExits? _exits;
    private readonly ExitConfidence _confidence;
    private readonly SampleFeeder _feeder;
    private readonly int _last;

    public ChainVariant(IModelRunner runner, IReadOnlyList<Model> segments, ManifestExits? exits, DatasetSplit split)
    {
        _exits = exits;
        _confidence = exits?.Confidence == "entropy" ? ExitConfidence.Entropy : ExitConfidence.MaxSoftmax;
        _segments = [.. segments.Select(s => runner.Load(s, new LoadOptions { Threads = 1 }))];
        _feeder = new SampleFeeder(_segments[0].Inputs, split, 1);
        _last = split.Count - _feeder.BatchSize;
        var known = new Dictionary<string, Tensor> { [_feeder.Name] = _feeder.Read(0, _feeder.BatchSize) };
        foreach (ILoadedModel segment in _segments)
        {
            foreach (Tensor output in segment.Run([.. segment.Inputs.Select(i => known[i.Name])]))
                known[output.Name] = output;
        }

        foreach ((string name, Tensor tensor) in known)
            _buffers[name] = runner.Allocate(tensor.Element, [.. tensor.Shape]);
        _runs = [.. _segments.Select(s => s.Bind(Of(s.Inputs), Of(s.Outputs)))];
    }

    public void Give(int sample) => _feeder.Fill(Math.Min(sample, _last), _feeder.BatchSize, _buffers[_feeder.Name]);

    public void Answer()
    {
        for (int i = 0; i < _runs.Length; i++)
        {
            _runs[i].Run();
            if (_exits?.Segments[i] is { Exit: string exit, Threshold: double threshold } && Confidence.Of(_buffers[exit].Span<float>(), _confidence) >= threshold)
                return;
        }
    }

    public void Dispose()
    {
        foreach (IDisposable owned in (IEnumerable<IDisposable>)[.. _runs, .. _buffers.Values, .. _segments])
            owned.Dispose();
    }

    private Dictionary<string, ITensorBuffer> Of(IEnumerable<ValueInfo> values) => values.ToDictionary(v => v.Name, v => _buffers[v.Name]);
}
