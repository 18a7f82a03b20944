using Fulcrum.Graphs.Execution;
using Fulcrum.Isolation.Processes;

namespace Fulcrum.Isolation;

/// <summary>A run over shared buffers; bound again in each worker that comes after another.</summary>
internal sealed class IsolatedRun(IsolatedModel model, IReadOnlyDictionary<string, ITensorBuffer> inputs, IReadOnlyDictionary<string, ITensorBuffer> outputs) : IBoundRun
{
    private readonly SharedTensor[] _inputs = Shared(inputs), _outputs = Shared(outputs);
    private WorkerProcess? _worker;
    private int _number;

    public void Run() => Run(CancellationToken.None);

    public void Run(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        model.Use("inputs", Run, cancellation);
    }

    public void Dispose()
    {
        if (_worker is not { IsAlive: true } worker)
            return;
        try
        {
            worker.Unbind(_number);
        }
        catch (Exception failure) when (failure is WorkerFailure or WorkerRefusal)
        {
            // It forgets all the same.
        }
    }

    private void Run(WorkerProcess worker, CancellationToken cancellation)
    {
        if (_worker != worker)
            (_number, _worker) = (worker.Bind(_inputs, _outputs), worker);
        worker.Use(c => c.Run(_number), cancellation);
    }

    private static SharedTensor[] Shared(IReadOnlyDictionary<string, ITensorBuffer> buffers) => [.. buffers.Select(b => b.Value is SharedBuffer shared
        ? new SharedTensor(b.Key, shared.Memory, shared.Element, shared.Shape) : throw new ArgumentException($"The buffer of '{b.Key}' is another runner's.", nameof(buffers)))];
}
