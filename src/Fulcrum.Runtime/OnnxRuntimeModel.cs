using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Tensor = Fulcrum.Graphs.Tensor;

namespace Fulcrum.Runtime;

/// <summary>A model loaded into ONNX Runtime.</summary>
public sealed class OnnxRuntimeModel : ILoadedModel
{
    private readonly InferenceSession _session;
    private readonly bool _profiling;

    internal OnnxRuntimeModel(InferenceSession session, bool profiling)
    {
        (_session, _profiling) = (session, profiling);
        Inputs = [.. session.InputNames.Select(name => Describe(name, session.InputMetadata[name]))];
        Outputs = [.. session.OutputNames.Select(name => Describe(name, session.OutputMetadata[name]))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ValueInfo> Inputs { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ValueInfo> Outputs { get; }

    /// <inheritdoc/>
    public IBoundRun Bind(IReadOnlyDictionary<string, ITensorBuffer> inputs, IReadOnlyDictionary<string, ITensorBuffer> outputs) =>
        new OrtBoundRun(_session, inputs, outputs);

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs)
    {
        IReadOnlyList<Tensor> outputs = [];
        Run(inputs, copy: true, tensors => outputs = tensors);
        return outputs;
    }

    /// <inheritdoc/>
    public void Show(IReadOnlyList<Tensor> inputs, Action<IReadOnlyList<Tensor>> see) => Run(inputs, copy: false, see);

    private void Run(IReadOnlyList<Tensor> inputs, bool copy, Action<IReadOnlyList<Tensor>> see)
    {
        OrtValue[] values = [.. inputs.Select(ToNative)];
        try
        {
            using var options = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(options, [.. inputs.Select(t => t.Name)], values, _session.OutputNames);
            see([.. results.Select((value, i) => FromNative(_session.OutputNames[i], value, copy))]);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new InputException("run-failed", string.Join(", ", inputs.Select(t => t.Name)), failure.Message.ReplaceLineEndings(" "), "Give inputs of shapes and values that the model can take.", failure);
        }
        finally
        {
            foreach (OrtValue value in values)
                value.Dispose();
        }
    }

    /// <summary>Ends profiling and returns the time spent per node, in execution order.</summary>
    /// <exception cref="InvalidOperationException">The model was loaded without <see cref="LoadOptions.Profile"/>.</exception>
    public IReadOnlyList<NodeTiming> ReadProfile() => _profiling
        ? ProfileReader.ReadAndDelete(_session.EndProfiling())
        : throw new InvalidOperationException("The model was loaded without profiling.");

    /// <inheritdoc/>
    public IReadOnlyList<ExecutedKernel> Executed() => [.. ReadProfile().Select(t => new ExecutedKernel(t.Name, t.OpType))];

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static ValueInfo Describe(string name, NodeMetadata metadata) => metadata.IsTensor
        ? new ValueInfo(name, new TensorType((ElementType)(int)metadata.ElementDataType, [.. metadata.Dimensions.Select((size, i) => ToDim(size, metadata.SymbolicDimensions[i]))]))
        : new ValueInfo(name, null);

    private static Dim ToDim(int size, string symbol) => size >= 0 ? size : symbol.Length > 0 ? Dim.Named(symbol) : Dim.Unknown;

    private static OrtValue ToNative(Tensor tensor)
    {
        if (tensor.Strings is { } strings)
            return ToNative(strings, [.. tensor.Shape]);
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, (TensorElementType)(int)tensor.Element, [.. tensor.Shape]);
        tensor.Bytes.Span.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    private static OrtValue ToNative(IReadOnlyList<ReadOnlyMemory<byte>> strings, long[] shape)
    {
        OrtValue value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
        for (int i = 0; i < strings.Count; i++)
            value.StringTensorSetElementAt(strings[i].Span, i);
        return value;
    }

    private static ReadOnlyMemory<byte>[] Strings(OrtValue value, long count)
    {
        var strings = new ReadOnlyMemory<byte>[count];
        for (int i = 0; i < strings.Length; i++)
            strings[i] = value.GetStringElementAsSpan(i).ToArray();
        return strings;
    }

    private static Tensor FromNative(string name, OrtValue value, bool copy)
    {
        if (!value.IsTensor)
            throw new InputException("output-no-tensor", name, "The output is a sequence, map or optional, which cannot be taken out.", "Ask for other outputs.");
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        if (info.ElementDataType == TensorElementType.String)
            return new Tensor { Name = name, Element = ElementType.String, Shape = info.Shape, Strings = Strings(value, info.ElementCount) };
        return new Tensor
        {
            Name = name,
            Element = (ElementType)(int)info.ElementDataType,
            Shape = info.Shape,
            Bytes = copy ? value.GetTensorMutableRawData().ToArray() : new NativeBytes(value).Memory,
        };
    }
}
