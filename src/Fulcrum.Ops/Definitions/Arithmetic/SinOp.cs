using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The sine.</summary>
internal sealed class SinOp : RealOp
{
    public override string OpType => "Sin";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 7, 22);
}
