using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The hyperbolic sine.</summary>
internal sealed class SinhOp : RealOp
{
    public override string OpType => "Sinh";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 22);
}
