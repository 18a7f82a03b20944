using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>The distinct elements of a list in order of first occurrence, where each element went, and how often each occurs.</summary>
internal sealed class ContribUniqueOp : OpDefinition
{
    public override string OpType => "Unique";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((1, 1), (3, 3), 1);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Element(0) is { } element ? new TensorType(element, [Dim.Unknown]) : null, new TensorType(ElementType.Int64, node.Shape(0)), new TensorType(ElementType.Int64, [Dim.Unknown])];

    public override long? Macs(OpNode node) => 0;
}
