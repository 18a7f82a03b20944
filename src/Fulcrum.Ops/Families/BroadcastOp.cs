using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>An op whose inputs are broadcast against each other, with one output of their element type, without sums of products.</summary>
internal abstract class BroadcastOp : OpDefinition
{
    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [OutputElement(node) is { } element ? new TensorType(element, Shapes.Broadcast(Positions(node).Select(node.Shape))) : null];

    public override SymbolicTensor? InferValue(OpNode node)
    {
        if (IntegerRule(node) is not { } rule)
            return null;
        SymbolicTensor?[] values = [.. Positions(node).Select(node.Known)];
        return values.Skip(1).Aggregate(values[0], (a, b) => SymbolicTensor.Broadcast(a, b, rule))?.In(OutputElement(node));
    }

    public override long? Macs(OpNode node) => 0;

    /// <summary>Elements do not influence each other.</summary>
    public override void Couple(CouplingScope scope) => scope.Broadcast(Enumerable.Range(0, scope.Node.Inputs.Count));

    /// <summary>The element type of the output.</summary>
    protected virtual ElementType? OutputElement(OpNode node) => node.Inputs.OfType<TensorType>().FirstOrDefault()?.Element;

    /// <summary>What the op makes of two integers; null when it carries no shapes.</summary>
    protected virtual Func<Dim, Dim, Dim>? IntegerRule(OpNode node) => null;

    /// <summary>Sums a gradient of the output's shape down to an input that was broadcast.</summary>
    protected static string SumTo(GradientScope scope, string gradient, int input) =>
        scope.SumTo(gradient, scope.ShapeOf(scope.Node.Outputs[0]), scope.Node.Inputs[input]);

    /// <summary>A missing input counts as unknown.</summary>
    private IEnumerable<int> Positions(OpNode node) => Enumerable.Range(0, Math.Max(node.InputCount, Schema.Inputs.Least));
}
