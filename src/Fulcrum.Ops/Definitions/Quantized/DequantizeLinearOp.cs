using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Quantized;

/// <summary>(x - zero point) * scale; per tensor, per axis or per block.</summary>
internal sealed class DequantizeLinearOp : DequantizeOp
{
    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 10, 13, 19, 21);
}
