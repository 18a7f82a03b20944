using Fulcrum.Cuts.Splitting;
using Fulcrum.Evaluation.Timing;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Ops;
using Fulcrum.Planning.Profiles;
using Fulcrum.Runtime;

namespace Fulcrum.Lab.Profiling;

/// <summary>Reads the time of each node out of ONNX Runtime's own profile of runs that take turns with others.</summary>
internal sealed class NodeProfiler : IDisposable
{
    /// <summary>The runtime keeps a million events, two for each node.</summary>
    private const int MostEvents = 400_000;

    private readonly Model _model;
    private readonly OnnxRuntimeModel _loaded;
    private readonly IReadOnlyList<Tensor> _inputs;
    private readonly int _runs;
    private int _ran;

    public NodeProfiler(Model model, OnnxRuntimeRunner runner, LoadOptions options, IReadOnlyList<Tensor> inputs)
    {
        (_model, _inputs, _runs) = (model, inputs, Math.Max(20, MostEvents / (2 * Math.Max(1, model.Graph.Nodes.Count))));
        _loaded = runner.Load(KernelOwners.Rename(model), options with { Profile = true });
    }

    /// <summary>Runs once, until there are events enough.</summary>
    public Turn Turn => new(() =>
    {
        if (_ran++ < _runs)
            _loaded.Run(_inputs);
    });

    /// <summary>All nodes of the model, and the milliseconds of a run that belong to none. Ends the profile.</summary>
    public (IReadOnlyList<NodeProfile> Nodes, double UnattributedMs) Read(GraphTypes types)
    {
        var owners = new KernelOwners(_model.Graph);
        var kernels = new Dictionary<int, NodeTiming>();
        double rest = 0;
        foreach (NodeTiming kernel in _loaded.ReadProfile())
        {
            if (owners.Claim(kernel) is int node)
                kernels[node] = kernel;
            else
                rest += kernel.Typical.TotalMilliseconds;
        }

        return ([.. _model.Graph.Nodes.Select((n, i) => Describe(n, i, kernels.GetValueOrDefault(i), types))], rest);
    }

    public void Dispose() => _loaded.Dispose();

    private static NodeProfile Describe(Node node, int index, NodeTiming? kernel, GraphTypes types) =>
        new(index, node.Display, node.QualifiedOp, kernel?.OpType, kernel?.Typical.TotalMilliseconds ?? 0, types.Macs(node), types.BytesMoved(node));
}
