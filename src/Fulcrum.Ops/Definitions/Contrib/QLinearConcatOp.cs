using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Quantized tensors, each followed by scale and zero point, joined along an axis and requantized.</summary>
internal sealed class QLinearConcatOp : OpDefinition
{
    public override string OpType => "QLinearConcat";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((3, OpSchema.Any), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [(node.Element(1) ?? node.Element(2)) is { } element ? new TensorType(element, OutputShape(node)) : null];

    public override long? Macs(OpNode node) => 0;

    private static IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        IReadOnlyList<Dim>? joined = node.Shape(2);
        if (joined is null || OpNode.Axis(node.Node.Int("axis", 0), joined.Count) is not int axis)
            return null;
        for (int i = 5; i < node.InputCount; i += 3)
        {
            if (node.Shape(i) is not { } next || next.Count != joined.Count)
                return null;
            joined = [.. joined.Select((d, j) => j == axis ? Shapes.Add(d, next[j]) : d.Size is null && next[j].Size is not null ? next[j] : d)];
        }

        return joined;
    }
}
