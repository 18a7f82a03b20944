using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Matrix product, bias and FastGelu.</summary>
internal sealed class GemmFastGeluOp : FusedMatrixProductOp
{
    public override string OpType => "GemmFastGelu";

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1);

    protected override int? BiasInput => 2;
}
