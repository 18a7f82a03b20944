using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>An elementwise op on integers with scales: x, its scale and zero point, the output's scale and zero point.</summary>
internal abstract class QuantizedUnaryOp : OpDefinition
{
    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((4, 5), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [(node.Element(4) ?? node.Element(0)) is { } element ? new TensorType(element, OutputShape(node)) : null];

    public override long? Macs(OpNode node) => 0;

    /// <summary>The shape of the output.</summary>
    protected virtual IReadOnlyList<Dim>? OutputShape(OpNode node) => node.Shape(0);
}
