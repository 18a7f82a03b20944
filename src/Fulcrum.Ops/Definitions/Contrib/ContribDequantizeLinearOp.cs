using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>ONNX Runtime's own DequantizeLinear: more integer types than ONNX had.</summary>
internal sealed class ContribDequantizeLinearOp : DequantizeOp
{
    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1);
}
