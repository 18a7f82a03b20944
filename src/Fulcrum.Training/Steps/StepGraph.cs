using Fulcrum.Graphs;

namespace Fulcrum.Training.Steps;

/// <summary>One training step as one ONNX model: forward, loss, backward and update.</summary>
/// <param name="Model">The model; its inputs are sample, target, the optimiser's scalars, parameters and states.</param>
/// <param name="Input">Name of the sample input, [batch, ...].</param>
/// <param name="Target">The label input; null when the loss needs none.</param>
/// <param name="Loss">Name of the scalar loss output.</param>
/// <param name="Slots">Every tensor that a step reads and writes anew: parameters and optimiser states.</param>
internal sealed record StepGraph(Model Model, ValueInfo Input, ValueInfo? Target, string Loss, IReadOnlyList<StepSlot> Slots);

/// <summary>A tensor carried from step to step.</summary>
/// <param name="Input">The input that takes its current value.</param>
/// <param name="Output">The output that gives its next value.</param>
/// <param name="Initial">Its value before the first step.</param>
/// <param name="IsParameter">Whether it belongs to the model (a parameter) or only to the optimiser (a state).</param>
internal sealed record StepSlot(string Input, string Output, Tensor Initial, bool IsParameter);
