using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The hyperbolic cosine.</summary>
internal sealed class CoshOp : RealOp
{
    public override string OpType => "Cosh";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 22);
}
