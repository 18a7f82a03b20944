using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>x limited to an interval, whose ends are attributes before opset 11 and inputs since.</summary>
internal sealed class ClipOp : ElementwiseOp
{
    public override string OpType => "Clip";

    public override OpSchema Schema { get; } = new((1, 3), (1, 1), 1, 6, 11, 12, 13);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override bool HasGradient => true;

    public override SymbolicTensor? InferValue(OpNode node)
    {
        SymbolicTensor? value = node.Known(0);
        if (node.Has(1))
            value = SymbolicTensor.Broadcast(value, node.Known(1), SymbolicArithmetic.Max);
        if (node.Has(2))
            value = SymbolicTensor.Broadcast(value, node.Known(2), SymbolicArithmetic.Min);
        return node.Opset < 11 ? null : value?.In(node.Element(0));
    }

    /// <summary>dX = dY where X was not changed, ends included; the lower end gets the sum of dY where X is below it, the upper end where X is above.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
    [
        scope.Wants(0) ? scope.Mul(scope.OutputGradient, scope.Mask("Equal", scope.Node.Inputs[0], scope.Node.Outputs[0])) : null,
        .. Enumerable.Range(1, scope.Node.Inputs.Count - 1).Select(end => scope.Wants(end) ? EndGradient(scope, end) : null),
    ];

    /// <summary>Elements do not influence each other.</summary>
    public override void Couple(CouplingScope scope) => scope.Pointwise();

    private static string EndGradient(GradientScope scope, int end)
    {
        string beyond = scope.Mask(end == 1 ? "Less" : "Greater", scope.Node.Inputs[0], scope.Node.Inputs[end]);
        return scope.SumTo(scope.Mul(scope.OutputGradient, beyond), scope.ShapeOf(scope.Node.Inputs[0]), scope.Node.Inputs[end]);
    }
}
