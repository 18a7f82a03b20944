using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>The input with elements added, or removed where the number is negative, at both ends of its axes.</summary>
internal sealed class ContribPadOp : OpDefinition
{
    public override string OpType => "Pad";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } input ? new TensorType(input.Element, OutputShape(node)) : null];

    public override long? Macs(OpNode node) => 0;

    private static IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } shape)
            return null;
        return node.Known(1) is { } pads && pads.Values.Count == 2 * shape.Count
            ? [.. shape.Select((d, i) => Shapes.Add(d, Shapes.Add(pads.Values[i], pads.Values[i + shape.Count])))]
            : Shapes.Unknown(shape.Count);
    }
}
