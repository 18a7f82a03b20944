using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The inverse sine.</summary>
internal sealed class AsinOp : RealOp
{
    public override string OpType => "Asin";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 7, 22);
}
