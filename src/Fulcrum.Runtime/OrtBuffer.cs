using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Fulcrum.Runtime;

/// <summary>A tensor in ONNX Runtime's own, aligned memory.</summary>
internal sealed unsafe class OrtBuffer : ITensorBuffer
{
    private readonly void* _first;
    private readonly int _length;
    private bool _disposed;

    public OrtBuffer(ElementType element, long[] shape)
        : this(OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, (TensorElementType)(int)element, shape), element, shape) => Bytes.Clear();

    public OrtBuffer(OrtValue value, ElementType element, long[] shape)
    {
        (Value, Element, Shape) = (value, element, shape);
        Span<byte> bytes = value.GetTensorMutableRawData();
        _first = Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
        _length = bytes.Length;
    }

    /// <summary>A tensor in memory of others.</summary>
    public static OrtBuffer Over(ElementType element, long[] shape, nint memory, long length) =>
        new(OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, (TensorElementType)(int)element, shape, memory, length), element, shape);

    public OrtValue Value { get; }

    public ElementType Element { get; }

    public IReadOnlyList<long> Shape { get; }

    public Span<byte> Bytes => _disposed ? throw new ObjectDisposedException(nameof(OrtBuffer)) : new Span<byte>(_first, _length);

    public Span<T> Span<T>() where T : unmanaged => ElementTypes.Of<T>() == Element
        ? MemoryMarshal.Cast<byte, T>(Bytes)
        : throw new InvalidOperationException($"The buffer holds {Element}, not {typeof(T).Name}.");

    public void Dispose()
    {
        _disposed = true;
        Value.Dispose();
    }
}
