using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;

namespace Fulcrum.Serving.Benchmarks;

/// <summary>A bound run of the model, without a server.</summary>
internal sealed class Bound : IDisposable
{
    private readonly ILoadedModel _model;
    private readonly ITensorBuffer _input, _output;
    private readonly IBoundRun _run;

    public Bound(IModelRunner runner, int width)
    {
        _model = runner.Load(BenchModel.Of(width));
        (_input, _output) = (runner.Allocate(ElementType.Float, 1, width), runner.Allocate(ElementType.Float, 1, BenchModel.Answered));
        _run = _model.Bind(new Dictionary<string, ITensorBuffer> { ["x"] = _input }, new Dictionary<string, ITensorBuffer> { ["y"] = _output });
    }

    public void Run() => _run.Run();

    public void Dispose()
    {
        _run.Dispose();
        _input.Dispose();
        _output.Dispose();
        _model.Dispose();
    }
}
