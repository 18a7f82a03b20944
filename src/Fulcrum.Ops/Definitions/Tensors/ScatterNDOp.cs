using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A copy of a tensor in which the slices at some index tuples are replaced or reduced with updates.</summary>
internal sealed class ScatterNDOp : UnchangedOp
{
    public override string OpType => "ScatterND";

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 11, 13, 16, 18);
}
