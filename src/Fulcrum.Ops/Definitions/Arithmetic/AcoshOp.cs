using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The inverse hyperbolic cosine.</summary>
internal sealed class AcoshOp : RealOp
{
    public override string OpType => "Acosh";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 22);
}
