using Fulcrum.Data;
using Fulcrum.Evaluation.Timing;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;

namespace Fulcrum.Evaluation;

/// <summary>Models one after the other on fixed buffers, fed with samples; for timing.</summary>
public sealed class SampleChain : IDisposable
{
    private readonly BoundChain _chain;
    private readonly int _last;
    private SampleFeeder? _feeder;

    /// <summary>Loads the models.</summary>
    /// <param name="runner">Runs them.</param>
    /// <param name="segments">The models; the first takes the samples.</param>
    /// <param name="options">How they are loaded.</param>
    /// <param name="split">The samples, one at a time, or as many as the model's batch.</param>
    /// <exception cref="Problems.InputException">The samples do not fit the model, or it does not run.</exception>
    public SampleChain(IModelRunner runner, IReadOnlyList<Model> segments, LoadOptions options, DatasetSplit split)
    {
        _chain = new BoundChain(runner, segments, options, inputs =>
        {
            _feeder = new SampleFeeder(inputs, split, 1);
            return [_feeder.Read(0, _feeder.BatchSize)];
        });
        _last = split.Count - _feeder!.BatchSize;
    }

    /// <summary>How many models there are.</summary>
    public int Count => _chain.Count;

    /// <summary>The buffer of the input or of what a model makes.</summary>
    public ITensorBuffer this[string name] => _chain[name];

    /// <summary>Puts the samples from this one on where the first model reads them; from the last ones on where it is beyond them.</summary>
    public void Give(int sample) => _feeder!.Fill(Math.Min(sample, _last), _feeder.BatchSize, _chain[_feeder.Name]);

    /// <summary>Runs one of the models.</summary>
    public void Run(int segment) => _chain.Run(segment);

    /// <inheritdoc/>
    public void Dispose() => _chain.Dispose();
}
