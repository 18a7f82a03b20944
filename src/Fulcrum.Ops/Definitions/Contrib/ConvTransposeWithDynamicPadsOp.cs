using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Transposed convolution whose pads are an input.</summary>
internal sealed class ConvTransposeWithDynamicPadsOp : TransposedConvolutionOp
{
    public override string OpType => "ConvTransposeWithDynamicPads";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 4), (1, 1), 1);

    protected override int BiasInput => 3;

    protected override IReadOnlyList<long>? Pads(OpNode node, int rank) => node.Has(2) ? node.Integers(2) : base.Pads(node, rank);
}
