using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Text;

/// <summary>Whether each string as a whole matches a pattern.</summary>
internal sealed class RegexFullMatchOp : OpDefinition
{
    public override string OpType => "RegexFullMatch";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 20);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Bool, node.Shape(0))];

    public override long? Macs(OpNode node) => 0;
}
