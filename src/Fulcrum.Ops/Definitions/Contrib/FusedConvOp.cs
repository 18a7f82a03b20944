using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Convolution followed by an optional sum and an activation.</summary>
internal sealed class FusedConvOp : ConvolutionOp
{
    public override string OpType => "FusedConv";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 4), (1, 1), 1);

    /// <summary>As any convolution; the last input is added.</summary>
    public override void Couple(CouplingScope scope)
    {
        ConvolutionCoupling.Sliding(scope);
        scope.BroadcastTo(3, 0, scope.OutputShape(0)?.Count ?? 0);
    }
}
