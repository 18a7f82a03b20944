using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>The inverse of each matrix.</summary>
internal sealed class InverseOp : OpDefinition
{
    public override string OpType => "Inverse";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Tensor(0)];

    /// <summary>Elimination takes as many steps as the matrix has elements, times its size.</summary>
    public override long? Macs(OpNode node) => node.Shape(0) is { Count: > 1 } shape ? Shapes.Product([.. shape, shape[^1]]) : null;
}
