using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>max(x, 0).</summary>
internal sealed class ReluOp : OpDefinition
{
    public override string OpType => "Relu";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 13, 14);

    public override bool HasGradient => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Inputs[0]];

    public override long? Macs(OpNode node) => 0;

    /// <summary>dY where Y is positive: Y is never negative, so its sign is the mask.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        string mask = scope.Emit("Sign", [scope.Node.Outputs[0]]);
        return [scope.Emit("Mul", [scope.OutputGradient, mask])];
    }
}
