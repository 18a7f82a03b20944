using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The cosine.</summary>
internal sealed class CosOp : RealOp
{
    public override string OpType => "Cos";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 7, 22);
}
