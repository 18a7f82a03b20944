using Fulcrum.Graphs;

namespace Fulcrum.Training.Optimisers;

/// <summary>gradient + factor * state, in as few passes over memory as the graph allows.</summary>
internal static class GradientAccumulation
{
    /// <summary>
    /// When the gradient is the result of a two-input Gemm that nobody else reads, the state joins it as the Gemm's third operand
    /// (beta = factor) and no extra pass is needed; otherwise Mul and Add.
    /// </summary>
    public static string Accumulate(this GraphBuilder builder, string gradient, string state, float factor, string name) =>
        builder.TryRewriteProducer(gradient, "Gemm", node => node.Inputs.Count == 2
            ? node with { Inputs = [.. node.Inputs, state], Attributes = [.. node.Attributes, NodeAttribute.Of("beta", factor)] }
            : null)
            ? gradient
            : builder.Emit("Add", [gradient, builder.Emit("Mul", [state, builder.Constant(Tensor.Scalar(builder.Unique("sgd/momentum"), factor))], $"{name}/kept")], name);
}
