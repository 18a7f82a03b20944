using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>The distance of every row of one matrix from every row of another.</summary>
internal sealed class CDistOp : OpDefinition
{
    public override string OpType => "CDist";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } a ? new TensorType(a.Element, [Rows(node, 0), Rows(node, 1)]) : null];

    /// <summary>Every distance is a sum over one row.</summary>
    public override long? Macs(OpNode node) => node.Shape(0) is { Count: 2 } a && node.Shape(1) is { Count: 2 } b ? Shapes.Product([.. a, b[0]]) : null;

    private static Dim Rows(OpNode node, int input) => node.Shape(input) is { Count: 2 } shape ? shape[0] : Dim.Unknown;
}
