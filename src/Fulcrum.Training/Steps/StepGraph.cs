using Fulcrum.Graphs;

namespace Fulcrum.Training.Steps;

/// <summary>One training step as one ONNX model: forward, loss, backward and update.</summary>
/// <param name="Model">The model; its inputs are sample, labels, the optimiser's scalars, parameters and states.</param>
/// <param name="Input">The sample input, [batch, ...].</param>
/// <param name="Labels">The label input; null when the loss needs none.</param>
/// <param name="Classes">How many classes labels may name; null when the loss needs none.</param>
/// <param name="Loss">Name of the scalar loss output.</param>
/// <param name="Slots">Every tensor that a step reads and writes anew: parameters, running statistics and optimiser states.</param>
internal sealed record StepGraph(Model Model, ValueInfo Input, ValueInfo? Labels, long? Classes, string Loss, IReadOnlyList<StepSlot> Slots);

/// <summary>A tensor carried from step to step.</summary>
/// <param name="Input">The input that takes its current value.</param>
/// <param name="Output">The output that gives its next value.</param>
/// <param name="Initial">Its value before the first step.</param>
/// <param name="Learns">The model's tensor that it is, divided by <paramref name="Scale"/>: a parameter, a running statistic; null for what only the optimiser has.</param>
/// <param name="Scale">What the model's tensor is a multiple of. Default 1.</param>
internal sealed record StepSlot(string Input, string Output, Tensor Initial, string? Learns, float Scale = 1);
