using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>The input sampled at the places that a grid names.</summary>
internal sealed class ContribGridSampleOp : OpDefinition
{
    public override string OpType => "GridSample";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Tensor(0) is { } input ? new TensorType(input.Element, OutputShape(input.Shape, node.Shape(1))) : null];

    public override long? Macs(OpNode node) => 0;

    private static IReadOnlyList<Dim>? OutputShape(IReadOnlyList<Dim>? input, IReadOnlyList<Dim>? grid) =>
        input is { Count: 4 } ? [input[0], input[1], .. grid is { Count: 4 } ? [grid[1], grid[2]] : Shapes.Unknown(2)] : null;
}
