using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>The elements of the last axis that indices name.</summary>
internal sealed class ArrayFeatureExtractorOp : OpDefinition
{
    public override string OpType => "ArrayFeatureExtractor";

    public override string Domain => Domains.MachineLearning;

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Tensor(0) is { } input ? new TensorType(input.Element, OutputShape(node)) : null];

    public override long? Macs(OpNode node) => 0;

    /// <summary>What is picked is read and written.</summary>
    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => Shapes.Bytes([.. node.Inputs.Skip(1), .. outputs, .. outputs]);

    private static IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { Count: > 0 } input)
            return null;
        Dim picked = node.Shape(1) is { } indices ? Shapes.Multiply(indices) : Dim.Unknown;
        return input.Count == 1 ? [1, picked] : [.. input.SkipLast(1), picked];
    }
}
