using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A tensor repeated along each axis.</summary>
internal sealed class TileOp : RearrangingOp
{
    public override string OpType => "Tile";

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1, 6, 13);

    public override SymbolicTensor? InferValue(OpNode node) => node.Known(0) is { } value
        ? SymbolicTensor.Build(SymbolicTensor.Sizes(Tiled(node, value.Dims)), index => value.At([.. index.Select((at, axis) => at % value.Shape[axis])]))
        : null;

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) => node.Shape(0) is { } shape ? Tiled(node, shape) : null;

    private static IReadOnlyList<Dim> Tiled(OpNode node, IReadOnlyList<Dim> shape) =>
        node.Dims(1) is { } repeats && repeats.Count == shape.Count ? [.. shape.Zip(repeats, Shapes.Multiply)] : Shapes.Unknown(shape.Count);
}
