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
        OnnxType? statistics = node.Node.Element("stash_type", ElementType.Float) is { } element ? new TensorType(element, StatisticsShape(node)) : null;
        return [input is null ? null : new TensorType(node.Element(1) ?? input.Element, input.Shape), statistics, statistics, input];
    }

    public override long? Macs(OpNode node) => 0;

    /// <summary>What is normalised together stays.</summary>
    public override void Couple(CouplingScope scope)
    {
        if (Schema.Inputs.Most <= 3 && scope.InputShape(0) is { } shape && OpNode.Axis(scope.Node.Int("axis", -1), shape.Count) is int axis)
            scope.Pointwise(0, Enumerable.Range(axis, shape.Count - axis));
    }

    private static IReadOnlyList<Dim>? StatisticsShape(OpNode node) =>
        node.Shape(0) is { } shape && OpNode.Axis(node.Node.Int("axis", -1), shape.Count) is int axis ? [.. shape.Select((d, i) => i < axis ? d : 1)] : null;
}
