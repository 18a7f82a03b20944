using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Training;

/// <summary>The derivatives of a value of the graph with respect to the first inputs, which are named in xs.</summary>
internal sealed class GradientOp : OpDefinition
{
    public override string OpType => "Gradient";

    public override OpSchema Schema { get; } = new((1, OpSchema.Any), (1, OpSchema.Any), 1);

    public override string Domain => "ai.onnx.preview.training";

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        node.Node.Attribute("xs") is StringsAttribute wanted ? [.. node.Inputs.Take(wanted.Values.Count)] : [];
}
