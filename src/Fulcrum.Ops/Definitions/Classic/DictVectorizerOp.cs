using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>A map as a row in the order of a vocabulary. The type comes from the map, so it is not known here.</summary>
internal sealed class DictVectorizerOp : OpDefinition
{
    public override string OpType => "DictVectorizer";

    public override string Domain => Domains.MachineLearning;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => false;

    public override long? Macs(OpNode node) => 0;
}
