using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A tensor enlarged by given factors; the old form of Resize.</summary>
internal sealed class UpsampleOp : RearrangingOp
{
    public override string OpType => "Upsample";

    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 1, 7, 9) { RemovedIn = 10 };

    /// <summary>Axes that keep their size stay as they are.</summary>
    public override void Couple(CouplingScope scope)
    {
        if (scope.InputShape(0) is { } input && scope.OutputShape(0) is { } output)
            scope.JoinAxes(0, 0, [.. Enumerable.Range(0, input.Count).Where(axis => input[axis].Size is not null && input[axis].Size == output[axis].Size).Select(axis => (axis, axis))]);
    }

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } shape)
            return null;
        IReadOnlyList<float>? scales = node.Node.Attribute("scales") is FloatsAttribute a ? a.Values : node.Floats(1);
        return scales?.Count == shape.Count ? [.. shape.Select((size, i) => Interpolation.Scaled(size, scales[i]))] : Shapes.Unknown(shape.Count);
    }

    public override bool HasGradient => true;

    /// <summary>dX = dY taken back through the resampling of each axis.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        (long[] from, long[] to) = (scope.SizesOf(scope.Node.Inputs[0]), scope.SizesOf(scope.Node.Outputs[0]));
        float[] scales = scope.Node.Attribute("scales") is FloatsAttribute given ? [.. given.Values] : scope.Typed.Floats(1)!;
        var resampling = new Resampling(scope.Node.Text("mode", "nearest"), "asymmetric", "floor");
        return [AxisMap.Back(scope, from.Select((size, i) => resampling.Along(i, size, to[i], scales[i]))), .. scope.Node.Inputs.Skip(1).Select(_ => (string?)null)];
    }
}
