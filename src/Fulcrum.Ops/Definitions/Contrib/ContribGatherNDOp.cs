using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>The slices that tuples of indices point at.</summary>
internal sealed class ContribGatherNDOp : OpDefinition
{
    public override string OpType => "GatherND";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Tensor(0) is { } data ? new TensorType(data.Element, OutputShape(node)) : null];

    public override long? Macs(OpNode node) => 0;

    /// <summary>What is gathered is read and written.</summary>
    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => Shapes.Bytes([.. node.Inputs.Skip(1), .. outputs, .. outputs]);

    private static IReadOnlyList<Dim>? OutputShape(OpNode node) =>
        node.Shape(0) is { } data && node.Shape(1) is { Count: > 0 } indices && indices[^1].Size is long depth and >= 0 && depth <= data.Count
            ? [.. indices.SkipLast(1), .. data.Skip((int)depth)]
            : null;
}
