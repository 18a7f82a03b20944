using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Numbers from a start up to a limit in equal steps, of 1 when no step is given.</summary>
internal sealed class ContribRangeOp : OpDefinition
{
    public override string OpType => "Range";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Element(0) is { } element ? new TensorType(element, [Count(node)]) : null];

    public override SymbolicTensor? InferValue(OpNode node) =>
        Count(node).Size is long count and <= SymbolicTensor.MaximumElements && node.Integers(0) is [long start] && (node.Has(2) ? node.Integers(2) : [1]) is [long step]
            ? SymbolicTensor.Of([.. Enumerable.Range(0, (int)count).Select(i => (Dim)(start + (i * step)))])
            : null;

    public override long? Macs(OpNode node) => 0;

    private static Dim Count(OpNode node)
    {
        if (Number(node, 0) is not double start || Number(node, 1) is not double limit || (node.Has(2) ? Number(node, 2) : 1) is not double step || step == 0)
            return Dim.Unknown;
        double count = Math.Ceiling((limit - start) / step);
        return double.IsFinite(count) ? (long)Math.Max(0, count) : Dim.Unknown;
    }

    private static double? Number(OpNode node, int input) => node.Integers(input) is [long whole] ? whole : node.Floats(input) is [float real] ? real : null;
}
