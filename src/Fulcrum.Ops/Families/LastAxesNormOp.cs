using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Normalization over the last axes, scaled. Further outputs hold the statistics that training wants, with 1 in place of those axes.</summary>
internal abstract class LastAxesNormOp : OpDefinition
{
    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        TensorType? input = node.Tensor(0);
        OnnxType statistics = new TensorType(StatisticsElement(node), StatisticsShape(node));
        return [input is null ? null : new TensorType(node.Element(1) ?? input.Element, input.Shape), statistics, statistics, input];
    }

    public override long? Macs(OpNode node) => 0;

    private static ElementType StatisticsElement(OpNode node) =>
        node.Node.Int("stash_type", 1) is long type and > 0 && Enum.IsDefined((ElementType)type) ? (ElementType)type : ElementType.Float;

    private static IReadOnlyList<Dim>? StatisticsShape(OpNode node) =>
        node.Shape(0) is { } shape && OpNode.Axis(node.Node.Int("axis", -1), shape.Count) is int axis ? [.. shape.Select((d, i) => i < axis ? d : 1)] : null;
}
