using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The mean of any number of inputs, elementwise.</summary>
internal sealed class MeanOp : BroadcastOp
{
    public override string OpType => "Mean";

    public override OpSchema Schema { get; } = new((1, OpSchema.Any), (1, 1), 1, 6, 8, 13);
}
