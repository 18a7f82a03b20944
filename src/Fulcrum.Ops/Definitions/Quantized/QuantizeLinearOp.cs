using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Quantized;

/// <summary>round(x / scale) + zero point, saturated; per tensor, per axis or per block.</summary>
internal sealed class QuantizeLinearOp : QuantizeOp
{
    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 10, 13, 19, 21);
}
