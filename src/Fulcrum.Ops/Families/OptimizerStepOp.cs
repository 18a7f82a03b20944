using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>One training step. Inputs: rate, step count, then all parameters, all gradients, and all of each state; outputs: the new parameters and states.</summary>
/// <param name="states">How many states each parameter has.</param>
internal abstract class OptimizerStepOp(int states) : OpDefinition
{
    public override string Domain => "ai.onnx.preview.training";

    public override OpSchema Schema { get; } = new((3, OpSchema.Any), (1, OpSchema.Any), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        int parameters = Math.Max(node.InputCount - 2, 0) / (states + 2);
        return [.. node.Inputs.Skip(2).Take(parameters), .. node.Inputs.Skip(2 + (2 * parameters)).Take(states * parameters)];
    }

    public override long? Macs(OpNode node) => 0;
}
