using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>A window function of a given length.</summary>
internal abstract class SignalWindowOp : OpDefinition
{
    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 17);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Node.Element("output_datatype", ElementType.Float) is { } element ? new TensorType(element, [node.Scalar(0)]) : null];

    public override long? Macs(OpNode node) => 0;
}
