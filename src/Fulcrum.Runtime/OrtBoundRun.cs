using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Microsoft.ML.OnnxRuntime;

namespace Fulcrum.Runtime;

/// <summary>A run over fixed native buffers, through ONNX Runtime's I/O binding: no allocation per run.</summary>
internal sealed class OrtBoundRun : IBoundRun
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _options = new();

    public OrtBoundRun(InferenceSession session, IReadOnlyDictionary<string, ITensorBuffer> inputs, IReadOnlyDictionary<string, ITensorBuffer> outputs)
    {
        _session = session;
        _binding = session.CreateIoBinding();
        foreach ((string name, ITensorBuffer buffer) in inputs)
            _binding.BindInput(name, ((OrtBuffer)buffer).Value);
        foreach ((string name, ITensorBuffer buffer) in outputs)
            _binding.BindOutput(name, ((OrtBuffer)buffer).Value);
    }

    public void Run()
    {
        try
        {
            _session.RunWithBinding(_options, _binding);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new InputException("run-failed", "inputs", failure.Message.ReplaceLineEndings(" "), "Give inputs of shapes and values that the model can take.", failure);
        }
    }

    public void Run(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        CancellationTokenRegistration stop = cancellation.UnsafeRegister(static run => ((OrtBoundRun)run!)._options.Terminate = true, this);
        try
        {
            Run();
        }
        catch (InputException) when (_options.Terminate)
        {
            throw new OperationCanceledException(cancellation);
        }
        finally
        {
            stop.Dispose();
            _options.Terminate = false;
        }
    }

    public void Dispose()
    {
        _binding.Dispose();
        _options.Dispose();
    }
}
