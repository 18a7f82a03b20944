using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>A loss of scores [N, C, ...] against labels [N, ...]: one value, or one per label when it is not reduced.</summary>
internal abstract class LossOp : OpDefinition
{
    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Element(0) is { } element ? new TensorType(element, OutputShape(node)) : null];

    public override long? Macs(OpNode node) => 0;

    private static IReadOnlyList<Dim>? OutputShape(OpNode node) =>
        node.Node.Text("reduction", "mean") != "none" ? []
        : node.Shape(0) is { Count: >= 2 } scores ? [scores[0], .. scores.Skip(2)]
        : node.Shape(1);
}
