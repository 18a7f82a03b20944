using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>The cheapest path through a matrix of costs, as pairs of row and column.</summary>
internal sealed class DynamicTimeWarpingOp : OpDefinition
{
    public override string OpType => "DynamicTimeWarping";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Int32, [2, Dim.Unknown])];

    public override long? Macs(OpNode node) => 0;
}
