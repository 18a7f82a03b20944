using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Squares of pixels laid out as blocks of channels.</summary>
internal sealed class SpaceToDepthOp : RearrangingOp
{
    public override string OpType => "SpaceToDepth";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 13);

    /// <summary>A channel goes with those that its pixels become.</summary>
    public override void Couple(CouplingScope scope)
    {
        if (scope.InputShape(0)?[1].Size is not long channels || scope.OutputShape(0)?[1].Size is not long outputs)
            return;
        for (int i = 0; channels > 1 && i < outputs; i++)
            scope.Join(scope.In(0, 1), (int)(i % channels), scope.Out(0, 1), i);
    }

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        long block = node.Node.Int("blocksize", 0);
        if (node.Shape(0) is not { Count: 4 } x || block <= 0)
            return null;
        return [x[0], Shapes.Multiply(x[1], block * block), Divided(x[2], block), Divided(x[3], block)];
    }

    private static Dim Divided(Dim size, long block) => block == 1 ? size : size.Size is long known && known % block == 0 ? known / block : Dim.Unknown;

    public override bool HasGradient => true;

    /// <summary>dX = dY with its blocks of channels laid out as squares again.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.Emit("DepthToSpace", [scope.OutputGradient], NodeAttribute.Of("blocksize", scope.Node.Int("blocksize", 0)))];
}
