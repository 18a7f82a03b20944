using System.Security.Cryptography;
using Fulcrum.Graphs;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Tensor = Fulcrum.Graphs.Tensor;

namespace Fulcrum.Conformance.Tests;

/// <summary>ONNX Runtime on the bytes of a model file, without anything of ours between.</summary>
internal static class OrtSession
{
    /// <summary>A digest of each output; outputs are compared by it to the bit.</summary>
    public static IReadOnlyList<string> Run(byte[] model, IReadOnlyList<StoredValue> inputs)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var session = new InferenceSession(model, options);
        OrtValue[] values = [.. inputs.Take(session.InputNames.Count).Select(ToNative)];
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, [.. session.InputNames.Take(values.Length)], values, session.OutputNames);
        string[] digests = [.. results.Select(Digest)];
        foreach (OrtValue value in values)
            value.Dispose();
        return digests;
    }

    private static OrtValue ToNative(StoredValue value)
    {
        if (value.Items is { } items)
            return OrtValue.CreateSequence([.. items.Select(ToNative)]);
        Tensor tensor = value.Tensor ?? throw new NotSupportedException("The managed API cannot make an empty optional.");
        if (tensor.Strings is { } strings)
        {
            OrtValue text = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [.. tensor.Shape]);
            for (int i = 0; i < strings.Count; i++)
                text.StringTensorSetElementAt(strings[i].Span, i);
            return text;
        }

        OrtValue dense = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, (TensorElementType)(int)tensor.Element, [.. tensor.Shape]);
        tensor.Bytes.Span.CopyTo(dense.GetTensorMutableRawData());
        return dense;
    }

    private static string Digest(OrtValue value)
    {
        if (value.OnnxType == OnnxValueType.ONNX_TYPE_SEQUENCE)
        {
            var items = new List<string>();
            for (int i = 0; i < value.GetValueCount(); i++)
                items.Add(Digest(value.GetValue(i, OrtAllocator.DefaultInstance)));
            return $"({string.Join(";", items)})";
        }

        if (value.OnnxType != OnnxValueType.ONNX_TYPE_TENSOR)
            return $"{value.OnnxType}";
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        string head = $"{info.ElementDataType}[{string.Join(",", info.Shape)}]";
        return info.ElementDataType == TensorElementType.String
            ? head + string.Join('|', value.GetStringTensorAsArray())
            : head + Convert.ToHexString(SHA256.HashData(value.GetTensorMutableRawData().ToArray()));
    }
}
