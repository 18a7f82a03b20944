using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The product along axes.</summary>
internal sealed class ReduceProdOp : SlopedReductionOp
{
    public override string OpType => "ReduceProd";

    protected override Dim Empty => 1;

    protected override Func<Dim, Dim, Dim>? IntegerRule => Shapes.Multiply;

    /// <summary>dX = dY times the product of the other elements: P / X', and 0 where another element is 0. X' has ones for zeros, P is its product.</summary>
    protected override string InputGradient(GradientScope scope, string x, string y, string dy)
    {
        string zero = scope.Mask("Equal", x, scope.Scalar(0));
        string filled = scope.Add(x, zero);
        string product = scope.Emit("ReduceProd", [filled, .. scope.Node.Inputs.Skip(1)], [.. scope.Node.Attributes.Where(a => a.Name != "keepdims"), NodeAttribute.Of("keepdims", 1)]);
        string otherZeros = scope.Sub(scope.ReduceSum(zero, keepDims: true, ReducedAxes(scope)), zero);
        return scope.Mul(scope.Mul(dy, scope.Div(product, filled)), scope.Mask("Equal", otherZeros, scope.Scalar(0)));
    }
}
