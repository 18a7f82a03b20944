using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Blocks of channels laid out as squares of pixels.</summary>
internal sealed class DepthToSpaceOp : RearrangingOp
{
    public override string OpType => "DepthToSpace";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 11, 13);

    /// <summary>An output channel goes with those that its squares were.</summary>
    public override void Couple(CouplingScope scope)
    {
        long square = scope.Node.Int("blocksize", 0) * scope.Node.Int("blocksize", 0);
        if (scope.InputShape(0)?[1].Size is not long channels || scope.OutputShape(0)?[1].Size is not long outputs || square <= 0)
            return;
        bool deep = scope.Node.Text("mode", "DCR") == "DCR";
        for (int i = 0; outputs > 1 && i < channels; i++)
            scope.Join(scope.In(0, 1), i, scope.Out(0, 1), (int)(deep ? i % outputs : i / square));
    }

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        long block = node.Node.Int("blocksize", 0);
        if (node.Shape(0) is not { Count: 4 } x || block <= 0)
            return null;
        return [x[0], block == 1 ? x[1] : x[1].Size is long c && c % (block * block) == 0 ? c / (block * block) : Dim.Unknown, Shapes.Multiply(x[2], block), Shapes.Multiply(x[3], block)];
    }

    public override bool HasGradient => true;

    /// <summary>dX = dY with its squares laid out as channels again, in the order of the mode.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        long block = scope.Node.Int("blocksize", 0);
        if (scope.Node.Text("mode", "DCR") == "DCR")
            return [scope.Emit("SpaceToDepth", [scope.OutputGradient], NodeAttribute.Of("blocksize", block))];
        long[] y = scope.SizesOf(scope.Node.Outputs[0]);
        string squares = scope.Reshape(scope.OutputGradient, y[0], y[1], y[2] / block, block, y[3] / block, block);
        string channels = scope.Emit("Transpose", [squares], NodeAttribute.Of("perm", (long[])[0, 1, 3, 5, 2, 4]));
        return [scope.Reshape(channels, y[0], y[1] * block * block, y[2] / block, y[3] / block)];
    }
}
