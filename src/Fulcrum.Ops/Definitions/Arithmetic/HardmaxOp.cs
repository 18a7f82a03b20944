using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>1 for the first largest element along an axis, 0 for the others.</summary>
internal sealed class HardmaxOp : StepOp
{
    public override string OpType => "Hardmax";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 11, 13);
}
