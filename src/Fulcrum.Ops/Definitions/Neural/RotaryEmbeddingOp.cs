using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>Pairs of features rotated by an angle that depends on their position.</summary>
internal sealed class RotaryEmbeddingOp : RealOp
{
    public override string OpType => "RotaryEmbedding";

    public override OpSchema Schema { get; } = new((3, 4), (1, 1), 23);
}
