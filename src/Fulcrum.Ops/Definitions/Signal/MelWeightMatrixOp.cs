using Fulcrum.Graphs;
namespace Fulcrum.Ops.Definitions.Signal;

/// <summary>A matrix [bins, mel bins] that resamples a spectrum to the mel scale.</summary>
internal sealed class MelWeightMatrixOp : OpDefinition
{
    public override string OpType => "MelWeightMatrix";

    public override OpSchema Schema { get; } = new((5, 5), (1, 1), 17);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Node.Element("output_datatype", ElementType.Float) is { } element ? new TensorType(element, [Bins(node), node.Scalar(0)]) : null];

    public override long? Macs(OpNode node) => 0;

    private static Dim Bins(OpNode node) => node.Integers(1) is [>= 0 and var length] ? (length / 2) + 1 : Dim.Unknown;
}
