using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>Rows of scores as maps from class to score: no tensors, so no type here.</summary>
internal sealed class ZipMapOp : OpDefinition
{
    public override string OpType => "ZipMap";

    public override string Domain => Domains.MachineLearning;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => false;

    public override long? Macs(OpNode node) => 0;
}
