using System.Runtime.InteropServices;
using Fulcrum.Protocol.Compression;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Packed;

/// <summary>Writes packed models (docs/packed-models.md). Equal content gives equal bytes.</summary>
public static class PackedModelWriter
{
    /// <summary>The file, and how many of its bytes are the graph rather than weights.</summary>
    public static (byte[] File, int GraphBytes) Write(PackedModel model)
    {
        (var steps, var symbols) = (new SymbolEncoder(), new SymbolEncoder());
        foreach (PackedTensor tensor in model.Tensors)
        {
            StepCoding.Encode(steps, tensor.RowSteps, StepCoding.Window(tensor.Shape, tensor.RowSteps.Length, tensor.RowLength));
            StepCoding.Encode(steps, tensor.ColumnSteps, StepCoding.Window(tensor.Shape, tensor.ColumnSteps.Length, tensor.RowLength));
            symbols.Encode(tensor.Symbols, tensor.RowLength);
        }

        (byte[] skeleton, byte[] stepBytes, byte[] symbolBytes) = (BrotliBlock.Pack(model.Skeleton.Span), steps.Finish(), symbols.Finish());
        var header = new PackedHeader(
            skeleton.Length, model.Skeleton.Length, stepBytes.Length, symbolBytes.Length,
            [.. model.Tensors.Select(t => new PackedHeaderTensor(t.Name, t.Shape, t.RowSteps.Length, t.ColumnSteps.Length))],
            [.. model.Floats.Select(t => new PackedHeaderFloats(t.Name, t.Shape))]);
        return (PackedFrames.Model.Seal(header, [skeleton, stepBytes, symbolBytes, .. model.Floats.Select(t => MemoryMarshal.AsBytes<float>(t.Values).ToArray())]), skeleton.Length);
    }
}
