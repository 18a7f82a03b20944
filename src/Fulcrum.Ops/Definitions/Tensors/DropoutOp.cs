using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A tensor with some elements set to zero and the others enlarged, when training; and which ones were kept.</summary>
internal sealed class DropoutOp : OpDefinition
{
    public override string OpType => "Dropout";

    public override OpSchema Schema { get; } = new((1, 3), (1, 2), 1, 6, 7, 10, 12, 13, 22);

    /// <summary>Only with a training flag among its inputs.</summary>
    public override bool IsRandom(Node node) => node.Inputs.Count > 2 && node.Inputs[2].Length > 0;

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => node.Tensor(0) is { } input
        ? [input, new TensorType(node.Opset < 10 ? input.Element : ElementType.Bool, input.Shape)]
        : [null, null];

    public override long? Macs(OpNode node) => 0;

    public override bool HasGradient => true;

    /// <summary>dX = dY, in training where it was kept, over the share that was kept.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        if (!IsRandom(scope.Node) || scope.Typed.Constant(2) is { Bytes.Span: [0] })
            return [scope.Emit("Identity", [scope.OutputGradient]), null, null];
        string kept = scope.Emit("Mul", [scope.OutputGradient, Cast(scope, scope.Output(1))]);
        return [scope.Emit("Mul", [kept, Enlargement(scope)]), null, null];
    }

    /// <summary>Elements do not influence each other.</summary>
    public override void Couple(CouplingScope scope) => scope.Pointwise();

    private static string Enlargement(GradientScope scope)
    {
        string training = scope.Node.Inputs[2], one = scope.Scalar(1);
        string enlarged = scope.Typed.Has(1)
            ? scope.Emit("Reciprocal", [scope.Emit("Sub", [one, Cast(scope, scope.Node.Inputs[1])])])
            : scope.Scalar(2);
        return scope.Emit("Where", [training, enlarged, one]);
    }

    private static string Cast(GradientScope scope, string value) =>
        scope.Emit("Cast", [value], NodeAttribute.Of("to", (long)scope.ElementOf(scope.Node.Outputs[0])));
}
