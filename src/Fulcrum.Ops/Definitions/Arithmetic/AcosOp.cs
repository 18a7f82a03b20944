using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The inverse cosine.</summary>
internal sealed class AcosOp : RealOp
{
    public override string OpType => "Acos";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 7, 22);
}
