using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The tangent.</summary>
internal sealed class TanOp : RealOp
{
    public override string OpType => "Tan";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 7, 22);
}
