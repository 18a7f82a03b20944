using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using Fulcrum.Problems;
using Fulcrum.Protocol.Compression;
using Fulcrum.Protocol.CutTensors;

namespace Fulcrum.Protocol.Plans;

/// <summary>Codes the tensors of a plan's links.</summary>
public static class PlanTensorCodec
{
    /// <summary>Within a percent of the shortest for images as floats, in a quarter of a millisecond for 12 KB; the next better one takes a hundred times as long.</summary>
    private const int Quality = 5;

    /// <summary>The most bytes of a coded tensor; of a plain one, its bytes.</summary>
    public static int MaximumLength(ManifestTensor tensor) => tensor.Coding.Kind switch
    {
        PlanCodingKind.Base64 => Base64.GetMaxEncodedToUtf8Length(tensor.Bytes),
        PlanCodingKind.Compressed => BrotliBlock.MaximumLength(tensor.Bytes),
        PlanCodingKind.Grid => checked(1 + (int)(((tensor.Elements * (long)tensor.Coding.Grid!.Bits) + 7) / 8)),
        _ => tensor.Bytes,
    };

    /// <summary>Codes a tensor.</summary>
    /// <param name="tensor">What it is.</param>
    /// <param name="elements">Its elements, little-endian.</param>
    /// <param name="coded">Room for <see cref="MaximumLength"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="InputException"><c>tensor-not-finite</c>: a float to be rounded is NaN.</exception>
    public static int Encode(ManifestTensor tensor, ReadOnlySpan<byte> elements, Span<byte> coded)
    {
        switch (tensor.Coding.Kind)
        {
            case PlanCodingKind.Compressed:
                return BrotliBlock.Pack(elements, coded, Quality);
            case PlanCodingKind.Base64:
                Base64.EncodeToUtf8(elements, coded, out _, out int written);
                return written;
            case PlanCodingKind.Grid:
                byte[] bytes = CutTensorCodec.Encode(MemoryMarshal.Cast<byte, float>(elements), tensor.Coding.Grid!);
                bytes.CopyTo(coded);
                return bytes.Length;
            default:
                elements.CopyTo(coded);
                return elements.Length;
        }
    }

    /// <summary>Decodes a tensor.</summary>
    /// <param name="tensor">What it is.</param>
    /// <param name="coded">The bytes received.</param>
    /// <param name="elements">Receives its elements; its length is theirs.</param>
    /// <exception cref="InputException"><c>plan-tensor</c>, or as <see cref="CutTensorCodec.Decode"/>, when the bytes are not such a tensor.</exception>
    public static void Decode(ManifestTensor tensor, ReadOnlySpan<byte> coded, Span<byte> elements)
    {
        switch (tensor.Coding.Kind)
        {
            case PlanCodingKind.Compressed:
                if (!BrotliBlock.TryUnpack(coded, elements))
                    throw Bad(tensor, $"It does not unpack to {elements.Length} bytes.");
                break;
            case PlanCodingKind.Base64:
                if (Base64.DecodeFromUtf8(coded, elements, out int read, out int made) != OperationStatus.Done || read != coded.Length || made != elements.Length)
                    throw Bad(tensor, $"It is no base64 of {elements.Length} bytes.");
                break;
            case PlanCodingKind.Grid:
                CutTensorCodec.Decode(coded, tensor.Coding.Grid!, MemoryMarshal.Cast<byte, float>(elements));
                break;
            default:
                if (coded.Length != elements.Length)
                    throw Bad(tensor, $"It has {coded.Length} bytes, {elements.Length} are expected.");
                coded.CopyTo(elements);
                break;
        }
    }

    private static InputException Bad(ManifestTensor tensor, string message) => new("plan-tensor", tensor.Name, message, "Code the tensor as the plan's link says.");
}
