using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A tensor repeated along each axis.</summary>
internal sealed class TileOp : RearrangingOp
{
    public override string OpType => "Tile";

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1, 6, 13);

    public override bool HasGradient => true;

    public override SymbolicTensor? InferValue(OpNode node) => node.Known(0) is { } value
        ? SymbolicTensor.Build(SymbolicTensor.Sizes(Tiled(node, value.Dims)), index => value.At([.. index.Select((at, axis) => at % value.Shape[axis])]))
        : null;

    /// <summary>dX = dY summed over the repetitions.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        long[] sizes = scope.SizesOf(scope.Node.Inputs[0]);
        long[] repeats = [.. scope.SizesOf(scope.Node.Outputs[0]).Zip(sizes, (tiled, size) => size == 0 ? 1 : tiled / size)];
        long[] axes = [.. Enumerable.Range(0, sizes.Length).Where(axis => repeats[axis] != 1).Select(axis => 2L * axis)];
        string apart = scope.Reshape(scope.OutputGradient, [.. repeats.Zip(sizes, (count, size) => new[] { count, size }).SelectMany(pair => pair)]);
        string sum = axes.Length == 0 ? apart : scope.ReduceSum(apart, keepDims: false, axes);
        return scope.FirstOnly(scope.Reshape(sum, sizes));
    }

    /// <summary>Each entry goes with its copies.</summary>
    public override void Couple(CouplingScope scope)
    {
        if (scope.InputShape(0) is not { } input || scope.OutputShape(0) is not { } output || scope.Node.Inputs.Count != 2 || scope.Typed.Integers(1) is null)
            return;
        for (int axis = 0; axis < input.Count; axis++)
        {
            for (int i = 0; input[axis].Size > 1 && i < output[axis].Size; i++)
                scope.Join(scope.In(0, axis), (int)(i % input[axis].Size!.Value), scope.Out(0, axis), i);
        }
    }

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) => node.Shape(0) is { } shape ? Tiled(node, shape) : null;

    private static IReadOnlyList<Dim> Tiled(OpNode node, IReadOnlyList<Dim> shape) =>
        node.Dims(1) is { } repeats && repeats.Count == shape.Count ? [.. shape.Zip(repeats, Shapes.Multiply)] : Shapes.Unknown(shape.Count);
}
