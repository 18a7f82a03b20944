using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;

namespace Fulcrum.Stages;

/// <summary>Loaded segments that several plans share: each is loaded once, and freed when nobody uses it any more.</summary>
public sealed class SegmentPool
{
    private readonly Dictionary<string, Shared> _loaded = [];

    /// <summary>How many segments are loaded.</summary>
    public int Count
    {
        get
        {
            lock (_loaded)
                return _loaded.Count;
        }
    }

    /// <summary>A segment, loaded now if it is not yet; dispose of it to give it back.</summary>
    /// <param name="sha256">Of its file, with the number of upgrades that it has.</param>
    /// <param name="load">Loads it.</param>
    public ILoadedModel Take(string sha256, Func<ILoadedModel> load)
    {
        lock (_loaded)
        {
            if (!_loaded.TryGetValue(sha256, out Shared? shared))
                _loaded[sha256] = shared = new Shared(load());
            shared.Users++;
            return new Loan(this, sha256, shared.Model);
        }
    }

    private void Release(string sha256)
    {
        lock (_loaded)
        {
            if (--_loaded[sha256].Users > 0)
                return;
            _loaded.Remove(sha256, out Shared? shared);
            shared!.Model.Dispose();
        }
    }

    private sealed class Shared(ILoadedModel model)
    {
        public ILoadedModel Model { get; } = model;

        public int Users { get; set; }
    }

    private sealed class Loan(SegmentPool pool, string sha256, ILoadedModel model) : ILoadedModel
    {
        private bool _isGivenBack;

        public IReadOnlyList<ValueInfo> Inputs => model.Inputs;

        public IReadOnlyList<ValueInfo> Outputs => model.Outputs;

        public bool IsAvailable => model.IsAvailable;

        public IBoundRun Bind(IReadOnlyDictionary<string, ITensorBuffer> inputs, IReadOnlyDictionary<string, ITensorBuffer> outputs) => model.Bind(inputs, outputs);

        public IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs) => model.Run(inputs);

        public void Show(IReadOnlyList<Tensor> inputs, Action<IReadOnlyList<Tensor>> see) => model.Show(inputs, see);

        public IReadOnlyList<ExecutedKernel> Executed() => model.Executed();

        public void Dispose()
        {
            if (!_isGivenBack)
                pool.Release(sha256);
            _isGivenBack = true;
        }
    }
}
