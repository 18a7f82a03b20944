using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>1 above a threshold, else 0.</summary>
internal sealed class BinarizerOp : OpDefinition
{
    public override string OpType => "Binarizer";

    public override string Domain => Domains.MachineLearning;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Tensor(0)];

    public override long? Macs(OpNode node) => 0;
}
