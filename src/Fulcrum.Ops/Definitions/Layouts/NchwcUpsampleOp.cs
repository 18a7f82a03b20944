using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>Images on blocks of channels enlarged by whole factors.</summary>
internal sealed class NchwcUpsampleOp : OpDefinition
{
    public override string OpType => "Upsample";

    public override string Domain => Domains.Nchwc;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Tensor(0) is { } input ? new TensorType(input.Element, OutputShape(node.Node, input.Shape)) : null];

    public override long? Macs(OpNode node) => 0;

    private static IReadOnlyList<Dim>? OutputShape(Node node, IReadOnlyList<Dim>? input) =>
        input is null ? null
            : ReadAttribute.Integers(node, "scales") is { } scales && scales.Count == input.Count ? [.. input.Select((d, i) => Shapes.Multiply(d, scales[i]))]
            : Shapes.Unknown(input.Count);
}
