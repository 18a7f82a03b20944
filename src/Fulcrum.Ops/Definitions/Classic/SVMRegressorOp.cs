using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>The output of a support vector machine, for each row.</summary>
internal sealed class SVMRegressorOp : OpDefinition
{
    public override string OpType => "SVMRegressor";

    public override string Domain => Domains.MachineLearning;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Float, [Rows.Of(node), 1])];
}
