using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Elements of one tensor where a condition holds, of another where it does not.</summary>
internal sealed class WhereOp : OpDefinition
{
    public override string OpType => "Where";

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 9, 16);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override bool HasGradient => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [(node.Tensor(1) ?? node.Tensor(2)) is { } known
        ? new TensorType(known.Element, Shapes.Broadcast([node.Shape(0), node.Shape(1), node.Shape(2)]))
        : null];

    public override SymbolicTensor? InferValue(OpNode node)
    {
        SymbolicTensor?[] inputs = [.. Enumerable.Range(0, 3).Select(i => node.OrUnknown(i))];
        if (inputs.Contains(null) || (node.Known(1) ?? node.Known(2)) is null)
            return null;
        int[]? sizes = SymbolicTensor.Sizes(Shapes.Broadcast(inputs.Select(v => (IReadOnlyList<Dim>?)v!.Dims)));
        return SymbolicTensor.Build(sizes, index => Chosen([.. inputs.Select(v => v!.AtBroadcast(index))]));
    }

    public override long? Macs(OpNode node) => 0;

    /// <summary>dX = dY where the condition holds, else 0; dY' = dY where it does not; summed over what was broadcast.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        (string condition, string dy) = (scope.Node.Inputs[0], scope.OutputGradient);
        return
        [
            null,
            scope.Wants(1) ? SumTo(scope, scope.Emit("Where", [condition, dy, scope.Scalar(0)]), 1) : null,
            scope.Wants(2) ? SumTo(scope, scope.Emit("Where", [condition, scope.Scalar(0), dy]), 2) : null,
        ];
    }

    /// <summary>Elements do not influence each other.</summary>
    public override void Couple(CouplingScope scope) => scope.Broadcast(0, 1, 2);

    private static Dim? Chosen(Dim?[] elements)
    {
        if (elements.Contains(null))
            return null;
        (Dim condition, Dim yes, Dim no) = (elements[0]!.Value, elements[1]!.Value, elements[2]!.Value);
        return condition.Size is long known ? known != 0 ? yes : no : yes == no ? yes : Dim.Unknown;
    }

    private static string SumTo(GradientScope scope, string gradient, int input) =>
        scope.SumTo(gradient, scope.ShapeOf(scope.Node.Outputs[0]), scope.Node.Inputs[input]);
}
