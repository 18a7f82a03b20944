using Fulcrum.Graphs;
using Fulcrum.Onnx.Format;
using Fulcrum.Onnx.Wire;

namespace Fulcrum.Onnx;

/// <summary>Single tensors as ONNX <c>TensorProto</c> files (<c>input_0.pb</c>).</summary>
public static class TensorFile
{
    /// <summary>Reads a tensor from memory.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <exception cref="Problems.InputException">The bytes are no tensor.</exception>
    public static Tensor Parse(ReadOnlyMemory<byte> bytes, string place) => TensorFormat.Read(ProtoSlice.Of(bytes, place));
}
