using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Each element of its first input as another element type.</summary>
internal abstract class ConversionOp : OpDefinition
{
    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override bool HasGradient => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [Target(node) is ElementType target ? new TensorType(target, node.Shape(0)) : null];

    public override SymbolicTensor? InferValue(OpNode node)
    {
        ElementType? target = Target(node);
        if (((target is ElementType.Int64 or ElementType.Int32 ? Truncated(node) : null) ?? node.Known(0)) is not { } value)
            return null;
        return target == ElementType.Bool ? value.Map(d => d.Size is long size ? size == 0 ? 0 : 1 : Dim.Unknown) : value.In(target);
    }

    public override long? Macs(OpNode node) => 0;

    /// <summary>dX = dY in X's element type.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        scope.FirstOnly(scope.Apply("Cast", scope.OutputGradient, NodeAttribute.Of("to", (long)scope.ElementOf(scope.Node.Inputs[0]))));

    /// <summary>Elements do not influence each other; of a second input only the type is read.</summary>
    public override void Couple(CouplingScope scope)
    {
        scope.Pointwise();
        for (int axis = 0; axis < (scope.InputShape(1)?.Count ?? 0); axis++)
            scope.Free(scope.In(1, axis));
    }

    /// <summary>The element type of the output; null when unknown.</summary>
    protected abstract ElementType? Target(OpNode node);

    /// <summary>A small constant of floats, cut towards zero; null when the input is none or does not fit.</summary>
    private static SymbolicTensor? Truncated(OpNode node) =>
        SymbolicTensor.Sizes(node.Shape(0)) is { } sizes && node.Floats(0) is float[] floats && floats.All(f => Math.Abs(f) < long.MaxValue)
            ? new SymbolicTensor(sizes, [.. floats.Select(f => (Dim)(long)f)])
            : null;
}
