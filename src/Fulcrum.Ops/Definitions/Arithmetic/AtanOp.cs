using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The inverse tangent.</summary>
internal sealed class AtanOp : RealOp
{
    public override string OpType => "Atan";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 7, 22);
}
