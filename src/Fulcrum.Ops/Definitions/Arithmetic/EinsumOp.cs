using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>A product of tensors whose axes are named by letters, summed over the letters that the output lacks.</summary>
internal sealed class EinsumOp : OpDefinition
{
    public override string OpType => "Einsum";

    public override OpSchema Schema { get; } = new((1, OpSchema.Any), (1, 1), 12);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override bool HasGradient => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Inputs.OfType<TensorType>().FirstOrDefault() is { } known ? new TensorType(known.Element, OutputShape(node)) : null];

    /// <summary>For two inputs: all letters of both. One input is no product; with more, the count depends on the order.</summary>
    public override long? Macs(OpNode node)
    {
        if (EinsumEquation.Parse(node.Node.Text("equation", "")) is not { } equation || equation.Inputs.Count != node.InputCount || node.InputCount > 2)
            return null;
        if (node.InputCount == 1 || !equation.SumsLetters)
            return 0;
        return equation.Sizes([.. Enumerable.Range(0, 2).Select(node.Shape)]) is { } sizes
            ? Shapes.Product(sizes.Letters.Values.Concat(sizes.Rest))
            : null;
    }

    /// <summary>dXi = the product of dY with the other inputs, summed to Xi's letters; repeated along letters that only Xi has.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [.. Enumerable.Range(0, scope.Node.Inputs.Count).Select(i => scope.Wants(i) ? new EinsumGradient(scope).Of(i) : null)];

    private static IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (EinsumEquation.Parse(node.Node.Text("equation", "")) is not { } equation || equation.Inputs.Count != node.InputCount)
            return null;
        return equation.Sizes([.. Enumerable.Range(0, node.InputCount).Select(node.Shape)]) is { } sizes
            ? [.. equation.Output.SelectMany(sizes.Of)]
            : null;
    }
}
