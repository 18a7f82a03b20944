using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Signal;

/// <summary>The discrete Fourier transform under a window that slides over a signal [batch, length, parts]: [batch, frames, bins, 2].</summary>
internal sealed class STFTOp : OpDefinition
{
    public override string OpType => "STFT";

    public override OpSchema Schema { get; } = new((2, 4), (1, 1), 17);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        if (node.Element(0) is not { } element)
            return [null];
        Dim batch = node.Shape(0) is { Count: >= 2 } signal ? signal[0] : Dim.Unknown;
        Dim bins = FrameLength(node) is long length ? node.Node.Int("onesided", 1) != 0 ? (length / 2) + 1 : length : Dim.Unknown;
        return [new TensorType(element, [batch, Frames(node), bins, 2])];
    }

    private static Dim Frames(OpNode node) =>
        node.Shape(0) is { Count: >= 2 } signal && signal[1].Size is long size && FrameLength(node) is long length && size >= length && node.Integers(1) is [> 0 and var step]
            ? ((size - length) / step) + 1
            : Dim.Unknown;

    /// <summary>The fourth input, or the length of the window.</summary>
    private static long? FrameLength(OpNode node) =>
        node.Has(3) ? node.Integers(3) is [> 0 and var length] ? length : null : node.Shape(2) is [{ Size: > 0 and var window }] ? window : null;
}
