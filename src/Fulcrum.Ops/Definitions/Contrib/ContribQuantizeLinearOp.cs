using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>ONNX Runtime's own QuantizeLinear: more integer types than ONNX had.</summary>
internal sealed class ContribQuantizeLinearOp : QuantizeOp
{
    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1);
}
