using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>-1, 0 or 1. Its derivative is zero or undefined, so it has no gradient.</summary>
internal sealed class SignOp : StepOp
{
    public override string OpType => "Sign";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 13);
}
