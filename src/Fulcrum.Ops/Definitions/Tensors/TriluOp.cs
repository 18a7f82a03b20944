using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>The upper or lower triangle of matrices, zeros elsewhere.</summary>
internal sealed class TriluOp : UnchangedOp
{
    public override string OpType => "Trilu";

    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 14);

    public override bool HasGradient => true;

    /// <summary>dX = the same triangle of dY.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        scope.FirstOnly(scope.Emit("Trilu", [scope.OutputGradient, .. scope.Node.Inputs.Skip(1)], [.. scope.Node.Attributes]));
}
