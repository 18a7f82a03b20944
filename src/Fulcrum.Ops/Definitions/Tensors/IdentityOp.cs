using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Its input, of whatever type.</summary>
internal sealed class IdentityOp : OpDefinition
{
    public override string OpType => "Identity";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 13, 14, 16, 19, 21);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool HasGradient => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.InputCount > 0 ? node.Inputs[0] : null];

    public override SymbolicTensor? InferValue(OpNode node) => node.Known(0);

    public override Tensor? InferConstant(OpNode node) => node.Constant(0);

    public override long? Macs(OpNode node) => 0;

    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => 0;

    /// <summary>dX = dY.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.OutputGradient];

    public override void Couple(CouplingScope scope) => scope.Pointwise();
}
