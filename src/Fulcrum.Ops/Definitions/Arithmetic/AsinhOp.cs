using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The inverse hyperbolic sine.</summary>
internal sealed class AsinhOp : RealOp
{
    public override string OpType => "Asinh";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 22);
}
