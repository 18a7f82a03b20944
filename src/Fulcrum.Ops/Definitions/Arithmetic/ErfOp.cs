using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The error function.</summary>
internal sealed class ErfOp : RealOp
{
    public override string OpType => "Erf";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 13);
}
