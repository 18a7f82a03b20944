using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Fulcrum.Runtime;

/// <summary>A tensor in ONNX Runtime's own, aligned memory.</summary>
internal sealed class OrtBuffer : ITensorBuffer
{
    public OrtBuffer(ElementType element, long[] shape)
        : this(OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, (TensorElementType)(int)element, shape), element, shape) =>
        Value.GetTensorMutableRawData().Clear();

    public OrtBuffer(OrtValue value, ElementType element, long[] shape) => (Value, Element, Shape) = (value, element, shape);

    public OrtValue Value { get; }

    public ElementType Element { get; }

    public IReadOnlyList<long> Shape { get; }

    public Span<byte> Bytes => Value.GetTensorMutableRawData();

    public Span<T> Span<T>() where T : unmanaged => ElementTypes.Of<T>() == Element
        ? Value.GetTensorMutableDataAsSpan<T>()
        : throw new InvalidOperationException($"The buffer holds {Element}, not {typeof(T).Name}.");

    public void Dispose() => Value.Dispose();
}
