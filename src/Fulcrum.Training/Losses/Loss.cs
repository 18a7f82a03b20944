using Fulcrum.Graphs;

namespace Fulcrum.Training.Losses;

/// <summary>A loss: one scalar, and its gradient with respect to the model's output, both as nodes of the step graph.</summary>
public abstract record Loss
{
    /// <summary>The shape of the label input (int64) for an output of the given shape; null when the loss needs no labels.</summary>
    internal abstract IReadOnlyList<long>? TargetShape(IReadOnlyList<long> output);

    /// <summary>Emits the loss and its gradient.</summary>
    /// <param name="builder">The step graph.</param>
    /// <param name="output">The model's output.</param>
    /// <param name="shape">Its shape, batch first.</param>
    /// <param name="target">The label input; null when the loss needs none.</param>
    /// <returns>Names of the scalar loss and of the gradient, which has the output's shape.</returns>
    internal abstract (string Loss, string Gradient) Emit(GraphBuilder builder, string output, IReadOnlyList<long> shape, string? target);
}
