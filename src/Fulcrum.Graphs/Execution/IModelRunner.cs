namespace Fulcrum.Graphs.Execution;

/// <summary>
/// Runs graphs. Operators, training and planning see only this; Fulcrum.Runtime implements it over ONNX Runtime.
/// </summary>
public interface IModelRunner
{
    /// <summary>Allocates a zeroed buffer that can be bound as input or output.</summary>
    ITensorBuffer Allocate(ElementType element, params ReadOnlySpan<long> shape);

    /// <summary>Prepares a model for running.</summary>
    /// <exception cref="Problems.InputException"><c>model-not-runnable</c> when the runtime refuses the model.</exception>
    ILoadedModel Load(Model model, LoadOptions? options = null);

    /// <summary>Prepares the model of a file that was read and checked before: the runtime reads it itself.</summary>
    /// <exception cref="Problems.InputException"><c>model-not-runnable</c> when the runtime refuses the model, or the file has gone.</exception>
    ILoadedModel LoadFile(string path, LoadOptions? options = null);
}

/// <summary>A model ready to run. Dispose after every binding made from it.</summary>
public interface ILoadedModel : IDisposable
{
    /// <summary>The inputs, in call order.</summary>
    IReadOnlyList<ValueInfo> Inputs { get; }

    /// <summary>The outputs, in call order.</summary>
    IReadOnlyList<ValueInfo> Outputs { get; }

    /// <summary>Fixes which buffers a run reads and writes. Bind once, run many times: a run allocates nothing.</summary>
    /// <param name="inputs">A buffer for every input, by name.</param>
    /// <param name="outputs">A buffer for each wanted output, by name, of exactly the shape that the run will produce.</param>
    IBoundRun Bind(IReadOnlyDictionary<string, ITensorBuffer> inputs, IReadOnlyDictionary<string, ITensorBuffer> outputs);

    /// <summary>Runs once on plain tensors and returns every output, in order. Convenient, not fast.</summary>
    IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs);

    /// <summary>Runs once on plain tensors and shows the outputs, in order, without copying them: they are good during the call only.</summary>
    void Show(IReadOnlyList<Tensor> inputs, Action<IReadOnlyList<Tensor>> see);

    /// <summary>Whether a run would begin now; false while what runs the model is being started again.</summary>
    bool IsAvailable => true;

    /// <summary>Which kernels ran so far, in order, each once. Ends the profile: ask after the last run.</summary>
    /// <exception cref="InvalidOperationException">The model was loaded without <see cref="LoadOptions.Profile"/>.</exception>
    IReadOnlyList<ExecutedKernel> Executed();
}

/// <summary>A run with its buffers fixed. Not safe for use from two threads at once.</summary>
public interface IBoundRun : IDisposable
{
    /// <summary>Reads the bound inputs and overwrites the bound outputs.</summary>
    void Run();

    /// <summary>The same, given up between two nodes when the token is cancelled.</summary>
    /// <exception cref="OperationCanceledException">It was; the outputs hold nothing of use.</exception>
    void Run(CancellationToken cancellation);
}

/// <summary>A tensor buffer in native memory.</summary>
public interface ITensorBuffer : IDisposable
{
    /// <summary>The element type.</summary>
    ElementType Element { get; }

    /// <summary>The dimensions.</summary>
    IReadOnlyList<long> Shape { get; }

    /// <summary>The memory of all elements, whatever their type.</summary>
    Span<byte> Bytes { get; }

    /// <summary>The elements, for reading and writing in place.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not the buffer's element type.</exception>
    Span<T> Span<T>() where T : unmanaged;
}
