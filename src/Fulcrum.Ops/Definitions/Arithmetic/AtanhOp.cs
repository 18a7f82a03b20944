using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The inverse hyperbolic tangent.</summary>
internal sealed class AtanhOp : RealOp
{
    public override string OpType => "Atanh";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 22);
}
